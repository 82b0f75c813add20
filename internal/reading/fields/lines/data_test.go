package lines

import "testing"

func TestEveryDataFileLoads(t *testing.T) {
	t.Parallel()
	d := words()
	for heading, want := range map[string]role{
		"artikelbezeichnung": description, "einzelpreis": price, "designation": description, "qty": quantity, "omschrijving": description,
		"prezzounitario": price, "importe": amount, "quantidade": quantity, "belob": amount, "benamning": description,
		"antall": quantity, "yksikkohinta": price,
	} {
		if got := d.columns[heading]; got != want {
			t.Errorf("%s: got %q, want %q", heading, got, want)
		}
	}
	if code, _ := d.unitCode("Std."); code != "HUR" {
		t.Errorf("unit Std.: got %q", code)
	}
}
