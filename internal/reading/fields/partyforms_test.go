package fields_test

import "testing"

// Who sells and who buys, in forms of letters that no heading explains.
func TestPartiesInOtherForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, seller, buyer string }{ // a buyer "-" is none of what is told here
		"all of the sender in the foot": {`
                                                 Customer no. 8812
                                                 Invoice number TK-311
                                                 Date 4 May 2026
Harriet Plumtree
7 Orchard Close
Bath BA1 5LN

Your phone bill
Plan 20 GB                                       9.68
VAT 20%                                          1.94
Total                                          £11.62

Brightwave Telecom Ltd, 3 Mast Road, Leeds LS1 4AP · VAT no. GB 123 4567 82`, "Brightwave Telecom Ltd", "Harriet Plumtree"},
		"name on one side, address on the other": {`
                                                        12 Kiln Street
Two Rivers Pottery                                      Leeds LS1 4AP
                                                        VAT no. GB 123 4567 82



Harriet Plumtree
7 Orchard Close
Bath BA1 5LN

Invoice TK-311                                          4 May 2026
Bowl                     2         20.00                40.00
Total                                                  £40.00`, "Two Rivers Pottery", "Harriet Plumtree"},
		"a second heading in brackets": {`
Two Rivers Pottery Ltd                                  Invoice No. TK-311
12 Kiln Street                                          Date 4 May 2026
Leeds LS1 4AP
Buyer (Bill to)
Quiet Bay Cafe Ltd
8 Hill Street
Bath BA1 5LN
Bowl                     2         20.00                40.00
Total                                                  £40.00`, "Two Rivers Pottery Ltd", "Quiet Bay Cafe Ltd"},
		"words that go on a title": {`
Two Rivers Pottery Ltd
12 Kiln Street | Leeds LS1 4AP

Quiet Bay Cafe Ltd
8 Hill Street
Bath BA1 5LN

Our ref. TK-311                                          4 May 2026

Invoice for professional services
Lesson                                                  40.00
Total                                                  £40.00
Two Rivers Pottery Ltd
VAT no. GB 123 4567 82`, "Two Rivers Pottery Ltd", "Quiet Bay Cafe Ltd"},
		"both parties in one line each": {`
Invoice TK-311                                          4 May 2026
From: Two Rivers Pottery LLC, 12 Kiln Street, Unit 4, Salem, OR 97301
To: Quiet Bay Cafe LLC, 8 Hill Street, Salem, OR 97301
Bowl                     2         20.00                40.00
Total                                                  $40.00`, "Two Rivers Pottery LLC", "Quiet Bay Cafe LLC"},
		"one list of labels": {`
Lasku
Yritys: Hiekkaranta Saviverstas Tmi
Osoite: Rantatie 3, 33100 Tampere
Laskunro: 88310
Laskun päivä: 8.3.2026
Asiakas: Asunto Oy Kuusenlatva
Tuote                    Määrä     Hinta                Yhteensä
Kulho                    2         20,00                40,00
Loppusumma: 40,00 €`, "Hiekkaranta Saviverstas Tmi", "Asunto Oy Kuusenlatva"},
		"headings of a table that name airports": {`
                                                        E-ticket receipt
Skyford Airways Ltd
Receipt no. 25588        Issued 5 April 2026
Flight      From                    To                  Departs
QV 506      Northby (NBX)           Lakeby (LKM)        4 June 2026
Base fare                                               GBP 99.00
Total paid                                              GBP 99.00
Hangar Road 2, Exeter EX5 2BD`, "Skyford Airways Ltd", "-"},
		"an honorific": {`
                         御請求書
株式会社青葉出版 御中                          請求書番号：2026-2205
東京都文京区桜坂5-6-7                          請求日：2026年4月25日
〒112-0999
                                               有限会社木漏れ日工房
                                               長野県松本市森下1-4-2
                                               〒390-0999
                                               登録番号：T6862547338648
棚                       2        8,500         17,000
合計                                           ¥17,000`, "有限会社木漏れ日工房", "株式会社青葉出版"},
	} {
		got := readText(t, "%s", c.text).Data
		if got.Seller.Name != c.seller || c.buyer != "-" && got.Buyer.Name != c.buyer {
			t.Errorf("%s: got seller %q, buyer %q", name, got.Seller.Name, got.Buyer.Name)
		}
	}
}

// A name is not cut where one of its words only begins like "telephone".
func TestNamesThatHoldBeginningsOfLabels(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"Brightwave Telecom Ltd":            "Brightwave Telecom Ltd",
		"Brightwave Ltd Tel 0113 496 0000":  "Brightwave Ltd",
		"Brightwave Ltd Tel. 0113 496 0000": "Brightwave Ltd",
	} {
		got := readText(t, "\n%s\n3 Mast Road\nLeeds LS1 4AP\n\nInvoice No. TK-311          Date 4 May 2026\n\nTotal £40.00", line).Data
		if got.Seller.Name != want {
			t.Errorf("%s: got %q", line, got.Seller.Name)
		}
	}
}
