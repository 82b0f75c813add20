// Package payment reads how an invoice is to be paid: accounts, means, reference and terms, and the payment code (QR) that
// some invoices print, whose values beat those of the text.
//
// It owns the choice of all that. It does not own the check digits of accounts (candidates finds them checked), nor the
// formats of payment codes (qrbill).
package payment
