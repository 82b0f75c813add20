package content_test

import (
	"testing"

	"golang.org/x/net/html/charset"

	"github.com/docketapi/docket/internal/reading/content"
)

// texts are a few sentences in each language, and the encodings that they were written in before UTF-8.
var texts = []struct {
	text      string
	encodings []string
}{
	{"契約の更新は三月末までに通知してください。担当者は田中です。", []string{"shift_jis", "euc-jp", "iso-2022-jp"}},
	{"請求書の支払期限は翌月末日です。", []string{"shift_jis", "euc-jp"}},
	{"ﾃｽﾄ商品一覧です。カタログをご覧ください。", []string{"shift_jis"}},
	{"本合同自双方签字之日起生效，有效期为两年。付款方式为银行转账。", []string{"gbk", "gb18030"}},
	{"供应商,城市,金额\n东方机械,上海,1200\n北方电子,天津,350\n", []string{"gbk"}},
	{"机器的检修期为半年。损坏部件应在收到通知后十五天内更换。车间钥匙在门卫处。", []string{"gbk"}},
	{"本合約自簽署之日起生效，有效期為兩年。付款方式為銀行轉帳。", []string{"big5"}},
	{"이 계약은 서명한 날부터 효력이 발생합니다. 지급 기한은 삼십일입니다.", []string{"euc-kr"}},
	{"Настоящий договор вступает в силу с момента подписания. Срок поставки составляет тридцать дней.", []string{"windows-1251", "koi8-r", "iso-8859-5", "ibm866", "x-mac-cyrillic"}},
	{"Цей договір набирає чинності з дня підписання. Термін поставки становить тридцять днів, її вартість не змінюється.", []string{"windows-1251", "koi8-u"}},
	{"Niniejsza umowa wchodzi w życie z dniem podpisania. Płatność nastąpi w ciągu trzydziestu dni, również częściowo.", []string{"windows-1250", "iso-8859-2"}},
	{"Tato smlouva nabývá účinnosti dnem podpisu. Splatnost faktury je třicet dní ode dne doručení, není-li určeno jinak.", []string{"windows-1250", "iso-8859-2"}},
	{"A szerződés az aláírás napján lép hatályba. A fizetési határidő harminc nap, és nem hosszabbítható meg.", []string{"windows-1250", "iso-8859-2"}},
	{"Η παρούσα σύμβαση τίθεται σε ισχύ από την ημέρα της υπογραφής. Η πληρωμή γίνεται εντός τριάντα ημερών.", []string{"windows-1253", "iso-8859-7"}},
	{"Bu sözleşme imza tarihinde yürürlüğe girer. Ödeme süresi otuz gündür ve değiştirilemez.", []string{"windows-1254"}},
	{"הסכם זה נכנס לתוקף ביום החתימה. התשלום יבוצע תוך שלושים יום.", []string{"windows-1255"}},
	{"يدخل هذا العقد حيز التنفيذ من تاريخ التوقيع. يتم الدفع خلال ثلاثين يوما.", []string{"windows-1256"}},
	{"Šī līgums stājas spēkā parakstīšanas dienā. Samaksas termiņš ir trīsdesmit dienas un nevar tikt pagarināts.", []string{"windows-1257"}},
	{"Ši sutartis įsigalioja nuo jos pasirašymo dienos. Apmokėjimo terminas yra trisdešimt dienų ir gali būti pratęstas.", []string{"windows-1257"}},
	{"Dieser Vertrag läuft über fünf Jahre. Die Kündigungsfrist beträgt drei Monate, größere Änderungen bedürfen der Schriftform.", []string{"windows-1252", "macintosh"}},
	{"Größe „Maß“ – 5 €", []string{"windows-1252"}},
	{"Le présent contrat entre en vigueur à la signature. Le délai de paiement est fixé à trente jours, déjà réglé à l’échéance.", []string{"windows-1252", "macintosh"}},
	{"Artikel;Straße\nK-1;Gänseweg 17\nK-2;Höhenstraße 3\n", []string{"windows-1252"}},
	{"El contrato entrará en vigor el día de la firma. ¿Quién pagará los años siguientes?", []string{"windows-1252"}},
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	for _, c := range texts {
		for _, name := range c.encodings {
			e, _ := charset.Lookup(name)
			if e == nil {
				t.Fatalf("%s is not known", name)
			}
			data, err := e.NewEncoder().Bytes([]byte(c.text))
			if err != nil {
				t.Fatalf("%s of %.20q: %v", name, c.text, err)
			}
			doc, err := read(t, data, content.Text)
			if err != nil {
				t.Errorf("%s of %.30q: %v", name, c.text, err)
				continue
			}
			got := ""
			for i, b := range doc.Blocks {
				if i > 0 {
					got += "\n"
				}
				got += b.Text
			}
			if want := content.Clean(c.text); content.Clean(got) != want {
				t.Errorf("%s:\n got %s\nwant %s", name, content.Clean(got), want)
			}
		}
	}
}
