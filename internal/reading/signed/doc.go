// Package signed takes the file out of a signed message of PKCS#7 (CAdES, .p7m): in DER or BER, as it is or in base64 with or
// without the lines of PEM around it.
//
// It owns that one step and verifies nothing: what it gives is what somebody signed, or claims to have. It walks over the elements
// around the file and looks at no other, certificates least of all; it allocates the file alone. The libraries for PKCS#7 make a
// tree of all elements by recursion before they look at any, which bytes nobody vouches for must not be given to.
package signed
