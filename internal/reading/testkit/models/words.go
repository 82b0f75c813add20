package models

// cells are what stands in the columns of made tables, headings what stands over them, kind by kind.
var (
	cells = [][]string{
		{"1", "2", "10", "003", "1.", "A", "17"},
		{"Ordner", "Cable-USB", "Locher", "Transport", "Rabatt", "Übertrag", "Zwischensumme", "Leistung:", "x", "—", "4006381333931"},
		{"1", "2,5", "12Stk", "-3", "100", "3 h", "0", "1e9", "99999999999999999999999"},
		{"12,00", "1.234,56", "€", "8.50", "-3,10", "(5,00)", "0,00", "999999999999999999999,99", "1,234.56"},
		{"19%", "7", "0 %", "20,0%", "S", "-%"},
		{"12,00", "1.234,56", "45,00€", "102.00", "-3,10", "0", "€", "7,00-", "RM2.70S"},
		{"AX-100", "4711", "A1", "00012345678905", "#"},
	}
	headings = [][]string{
		{"Pos", "#", "No.", "N°", "Rivi"},
		{"Beschreibung", "Description", "Bezeichnung", "Désignation", "Omschrijving", "Item"},
		{"Menge", "Qty", "Anzahl", "Qté", "Aantal", "Quantity"},
		{"Preis", "Unit-Price", "Einzelpreis", "P.U.", "Prijs", "Rate"},
		{"MwSt", "VAT", "USt-%", "TVA", "BTW", "Tax"},
		{"Gesamt", "Amount", "Betrag", "Montant", "Total", "Summe"},
		{"Art-Nr", "SKU", "Artikelnummer", "Réf.", "Code"},
	}
)

// labels, values, sums, amounts and texts are what else stands on invoices.
var (
	labels = []string{
		"Rechnung", "Invoice", "Facture", "Rechnungsnummer:", "Invoice No.", "Datum", "Date:", "Fällig am", "Due Date", "IBAN", "BIC", "USt-IdNr.",
		"VAT No:", "Kundennummer", "Lieferdatum", "Seite", "Page", "Bill To:", "Ship To", "An", "Bank", "Zahlbar bis", "Payment Terms", "Tel.", "E-Mail", "RECEIPT", "CASH",
	}
	values = []string{
		"RE-2024-17", "2024/0815", "12.03.2024", "03/04/2024", "2024-02-30", "31 décembre 2023", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000",
		"COBADEFFXXX", "DE811907980", "ATU12345678", "Muster GmbH", "Acme Ltd.", "Hauptstr. 5", "10115 Berlin", "London SW1A 1AA", "info@example.com",
		"+49 30 123456", "www.example.org", "EUR", "GBP", "1/2", "14 Tage", "30 days net", "00.00.0000", "12345678901234567890123456789012345678901234567890",
	}
	sums = []string{
		"Netto", "Zwischensumme", "Subtotal", "MwSt 19%", "VAT 20 %", "Summe", "Total", "Total incl. VAT", "Gesamtbetrag", "Amount Due", "Rabatt", "Versand",
		"Übertrag", "Rounding", "Change", "Bereits bezahlt", "zzgl. 7% USt", "Net Total excl. GST", "TVA", "Skonto 2%",
	}
	amounts = []string{"100,00", "19,00", "119,00", "1.234,56", "€", "$12.00", "-5,00", "0,00", "99999999999999999999999999999,99", "12", "1,2,3", "12.00 EUR", "%", "(3,00)"}
	texts   = []string{
		"Lorem", "der", "und", "the", "of", "Vertrag-", "inhalt", "•", "1)", "2.1", "Gewährleistung", "INTRODUCTION", "-", "a", "中文字", "العربية", "e\u0301", "\u00ad",
		"\xff", "", "\u200b", "ﬁn", "😀", "https://example.org/a?b=c", "x.", "»quoted«", "|", "…", "\x00", "WordWithoutAnyEndThatGoesOnAndOnAndOnAndOnAndOnAndOnAndOnAndOn",
	}
)
