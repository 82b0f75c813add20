import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import com.helger.phive.xrechnung.XRechnungValidation;
import com.helger.io.resource.FileSystemResource;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmDestination;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.s9api.streams.Steps;

/**
 * Runs phive over invoices.
 *
 * <pre>
 * Phive check               reads lines "PROFILE FILE", answers each with "FILE TAB ids of fatals TAB ids of others";
 *                           a finding of the XML schema is "XSD"
 * Phive time PROFILE FILE N answers the milliseconds of the fastest of N validations in one warm process
 * </pre>
 *
 * PROFILE is en16931, peppol or xrechnung, with @RELEASE for another release of its rules than the one below, or sheet:PATH
 * for one compiled sheet alone, whose path is that inside its jar, or "schema" for the XML schema of EN 16931's syntaxes alone. Where the rules themselves broke off, as they do at a
 * number that is none, a fatal is "ABORTED".
 */
public final class Phive {
  private static final Map<String, Map<String, String>> SETS = Map.of(
      "en16931", Map.of("Invoice", "eu.cen.en16931:ubl:1.3.16", "CreditNote", "eu.cen.en16931:ubl-creditnote:1.3.16",
          "CrossIndustryInvoice", "eu.cen.en16931:cii:1.3.16"),
      "peppol", Map.of("Invoice", "eu.peppol.bis3:invoice:2025.5", "CreditNote", "eu.peppol.bis3:creditnote:2025.5"),
      "xrechnung", Map.of("Invoice", "de.xrechnung:ubl-invoice:3.0.2", "CreditNote", "de.xrechnung:ubl-creditnote:3.0.2",
          "CrossIndustryInvoice", "de.xrechnung:cii:3.0.2"),
      "xrechnung-extension", Map.of("Invoice", "de.xrechnung.extension:ubl-invoice:3.0.2",
          "CrossIndustryInvoice", "de.xrechnung.extension:cii:3.0.2"));

  private final ValidationExecutorSetRegistry<IValidationSourceXML> registry = new ValidationExecutorSetRegistry<>();

  private Phive() {
    EN16931Validation.initEN16931(registry);
    PeppolValidation.initStandard(registry);
    XRechnungValidation.initXRechnung(registry);
  }

  private com.helger.phive.api.result.ValidationResultList validate(String profile, File file, boolean rules) throws Exception {
    var source = ValidationSourceXML.create(new FileSystemResource(file));
    var root = source.getNode().getOwnerDocument() == null
        ? ((org.w3c.dom.Document) source.getNode()).getDocumentElement()
        : source.getNode().getOwnerDocument().getDocumentElement();
    var asked = profile.split("@");
    var id = SETS.get(asked[0]).get(root.getLocalName());
    if (id == null) {
      throw new IllegalArgumentException("no rules of " + profile + " for " + root.getLocalName());
    }
    if (asked.length > 1) {
      id = id.substring(0, id.lastIndexOf(':') + 1) + asked[1];
    }
    var set = registry.getOfID(DVRCoordinate.parseOrThrow(id));
    // All layers, also behind a failed one: the rules are asked of what the schema refuses too.
    var results = new com.helger.phive.api.result.ValidationResultList(source);
    var validity = com.helger.phive.api.validity.IValidityDeterminator.<IValidationSourceXML>createDefault();
    for (var executor : set.executors()) {
      if (!rules && executor.getValidationArtefact().getValidationType().getBaseType().isSchematron()) {
        continue;
      }
      results.add(executor.applyValidation(source, validity, Locale.ENGLISH));
    }
    return results;
  }

  private void bySet(String profile, File file, Map<String, Integer> fatal, Map<String, Integer> other) throws Exception {
    boolean rules = !profile.equals("schema");
    for (var result : validate(rules ? profile : "en16931", file, rules)) {
      for (var e : result.getErrorList()) {
        var unnamed = result.getValidationArtefact().getValidationType().getBaseType().isSchematron() ? "ABORTED" : "XSD";
        var id = e.getErrorID() == null || e.getErrorID().isEmpty() ? unnamed : e.getErrorID();
        (e.isError() ? fatal : other).merge(id, 1, Integer::sum);
      }
    }
  }

  private final Processor saxon = new Processor(false);
  private final Map<String, XsltExecutable> sheets = new HashMap<>();

  /** Judges by one sheet and files the ids of what failed: fatal where no flag says otherwise. */
  private void bySheet(String path, File file, Map<String, Integer> fatal, Map<String, Integer> other) throws Exception {
    var sheet = sheets.get(path);
    if (sheet == null) {
      sheet = saxon.newXsltCompiler().compile(new StreamSource(Phive.class.getClassLoader().getResourceAsStream(path)));
      sheets.put(path, sheet);
    }
    var report = new XdmDestination();
    var transformer = sheet.load30();
    try {
      transformer.transform(new StreamSource(file), report);
    } catch (SaxonApiException e) {
      fatal.put("ABORTED", 1);
      return;
    }
    for (var found : report.getXdmNode().select(Steps.descendant().where(
        n -> n.getNodeName() != null && n.getNodeName().getLocalName().matches("failed-assert|successful-report"))).asList()) {
      var id = found.getAttributeValue(new QName("id"));
      var flag = found.getAttributeValue(new QName("flag"));
      (flag == null || flag.matches("fatal|error") ? fatal : other).merge(id == null ? "?" : id, 1, Integer::sum);
    }
  }

  private void check(PrintStream out) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null;) {
      var parts = line.split(" ", 2);
      var fatal = new TreeMap<String, Integer>();
      var other = new TreeMap<String, Integer>();
      try {
        if (parts[0].startsWith("sheet:")) {
          bySheet(parts[0].substring("sheet:".length()), new File(parts[1]), fatal, other);
        } else {
          bySet(parts[0], new File(parts[1]), fatal, other);
        }
      } catch (Exception e) {
        fatal.put("EXCEPTION:" + String.valueOf(e.getMessage()).replaceAll("\\s+", "_"), 1);
      }
      out.println(parts[1] + "\t" + String.join(" ", fatal.keySet()) + "\t" + String.join(" ", other.keySet()));
      out.flush();
    }
  }

  private void time(PrintStream out, String profile, File file, int n) throws Exception {
    var best = Double.MAX_VALUE;
    for (int i = 0; i < n; i++) {
      var start = System.nanoTime();
      validate(profile, file, true);
      best = Math.min(best, (System.nanoTime() - start) / 1e6);
    }
    out.printf(Locale.ROOT, "%.3f%n", best);
  }

  public static void main(String[] args) throws Exception {
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    System.setOut(System.err); // libraries write where they like
    var phive = new Phive();
    if (args.length > 0 && args[0].equals("time")) {
      phive.time(out, args[1], new File(args[2]), Integer.parseInt(args[3]));
    } else {
      phive.check(out);
    }
    out.flush();
  }
}
