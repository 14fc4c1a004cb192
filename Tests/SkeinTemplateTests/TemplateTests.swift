// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTemplate
import Testing

@Suite
struct TemplateTests {
    static let roots: JSONObject = ["a": ["b": "x", "n": 5, "none": .null, "list": [1, "two"]], "text": "{{a.b}}"]

    @Test(arguments: [
        ("{{a.b}}", "x"), ("n is {{ a.n }}!", "n is 5!"), ("{{a.none}}.", "."), ("{{a.list.1}}", "two"),
        ("{{a.list}}", "[1,\"two\"]"), ("${{a.n}}", "$5"), ("\\{{a.b}}", "{{a.b}}"), ("no places", "no places"),
        ("{{text}}", "{{a.b}}"), ("{{$a.b}}", "x"), ("é{{a.b}}é", "éxé"),
    ])
    func placesAreFilled(_ source: String, _ expected: String) throws {
        #expect(try Template(source).render { Self.roots[$0] } == expected)
    }

    @Test(arguments: [
        ("{{", "template-malformed"), ("{{a", "template-malformed"), ("{{}}", "template-malformed"),
        ("{{#if a}}", "template-unsupported"), ("{{{a}}}", "template-unsupported"),
        ("{{upper a}}", "template-unsupported"),
        ("{{a..b}}", "template-malformed"), ("{{1}}", "template-malformed"),
    ])
    func whatIsNoPlainPathIsRefused(_ source: String, _ code: String) {
        do {
            _ = try Template(source)
            Issue.record("'\(source)' was accepted")
        } catch {
            #expect(error.code == code)
        }
    }

    @Test
    func aPathThatLeadsNowhereIsNamed() throws {
        let template = try Template("{{a.bb}}")
        do {
            _ = try template.render { Self.roots[$0] }
            Issue.record("it does not exist")
        } catch {
            #expect(error.code == "path-absent")
            #expect(error.message.contains("a.bb"))
        }
    }
}
