// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SkeinSchema

@Suite
struct FormatTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let format: Format
        let valid: [String]
        let invalid: [String]

        var testDescription: String { self.format.rawValue }
    }

    static let rows: [Row] = [
        Row(
            format: .dateTime,
            valid: [
                "2026-01-31T09:30:00Z", "1985-04-12t23:20:50.52z", "1996-12-19T16:39:57-08:00",
                "1998-12-31T15:59:60-08:00",
            ],
            invalid: [
                "2026-01-31", "2026-01-31 09:30:00Z", "2026-02-30T00:00:00Z", "2026-01-31T24:00:00Z",
                "2026-01-31T09:30:00",
                "2026-01-31T09:30:00.Z", "1998-12-31T23:58:60Z", "2026-01-31T09:30:00+24:00", "2026-01-31T09:30:00Zx",
                "২026-01-31T09:30:00Z",
            ]
        ),
        Row(
            format: .date,
            valid: ["2024-02-29", "0000-01-01"],
            invalid: ["2023-02-29", "2026-1-01", "2026-13-01", "20260101", "", "2026-01-00"]
        ),
        Row(
            format: .time,
            valid: ["09:30:00Z", "23:59:60Z", "00:29:60+00:30"],
            invalid: ["09:30:00", "9:30:00Z", "24:00:00Z", "22:59:60Z", "09:60:00Z"]
        ),
        Row(
            format: .duration,
            valid: ["P4DT12H30M5S", "P4Y", "PT0S", "P1M", "PT36H", "P2W", "PT1H5S"],
            invalid: [
                "", "P", "PT", "P1YT", "PT1D", "4D", "P1", "P2D1Y", "P2S", "P1D2H", "P1Y2W", "PT1.5H", "P-1D", "P২D",
            ]
        ),
        Row(
            format: .email,
            valid: [
                "a@b", "joe.bloggs@example.com", "te~st+x@example.com", "\"joe bloggs\"@example.com", "a@[127.0.0.1]",
                "a@[IPv6:::1]",
            ],
            invalid: [
                "", "@b", "a@", "2962", ".a@b.c", "a.@b.c", "a..b@c.d", "a b@c.d", "a@-b.c", "a@[127.0.0.300]", "é@b.c",
                "a\"b@c.d",
            ]
        ),
        Row(format: .internationalEmail, valid: ["실례@실례.테스트"], invalid: ["2962"]),
        Row(
            format: .hostname,
            valid: [
                "a", "www.example.com", "xn--4gbwdl.xn--wgbh1c", "XN--MGBH0FB", "1host", "ab--cd",
                String(repeating: "a", count: 63) + ".b",
            ],
            invalid: [
                "", ".", "a.", "-a", "a-", "a..b", "a_b", "é", "a-.b", String(repeating: "a", count: 64),
                String(repeating: "a.", count: 127) + "a",
                // Encoded labels that stand for no valid one: malformed, a combining mark first, two hyphens, ASCII.
                "xn--X", "xn--hello-txk", "XN--aa---o47jg78q", "xn--a-", "xn--99999999999999999999999999999999",
            ]
        ),
        Row(
            format: .internationalHostname,
            valid: [
                "example.com", "실례.테스트", "例え.jp", "a\u{3002}b", "a\u{FF0E}b", "a\u{FF61}b", "xn--4gbwdl.xn--wgbh1c",
                "faß.de",
                "l·l", "α͵β", "א׳ב", "א״ב", "ァ・a", "・ぁ", "・丈", "ب\u{660}ب",
                "۱۲۳", "क\u{94D}\u{200D}ष", "क\u{94D}\u{200C}ष", "بي\u{200C}بي", "ς", "\u{6FD}\u{6FE}", "\u{F0B}",
                "\u{3007}",
            ],
            invalid: [
                "", ".", "\u{3002}", "a..b", "a.", "-é", "é-", "éa--b", "ab--cd", "xn--X", "〮한", "실〮례.테스트", "a·l", "l·",
                "·l",
                "α͵S", "α͵", "A׳ב", "׳ב", "A״ב", "def・abc", "・", "ب\u{660}۰", "क\u{200D}ष", "\u{200D}ष", "क\u{200C}ष",
                "\u{903}hello", "\u{300}hello", "\u{488}hello", "\u{640}\u{7FA}", "\u{3031}\u{3032}", "É", "a b", "é_",
                "ä😀",
                String(repeating: "é", count: 64), "\u{E000}", "ﬁ",
            ]
        ),
        Row(
            format: .uriTemplate,
            valid: [
                "", "http://example.com/dictionary/{term:1}/{term}", "{?a,b*,c.d}", "{+path}/here", "{#x:9999}",
                "/é/%20", "{%41b}",
            ],
            invalid: [
                "{", "}", "http://example.com/dictionary/{term:1}/{term", "{}", "{a:0}", "{a:10000}", "{a,}", "{a b}",
                "{-a}",
                "{a*:1}", "a b", "%4", "\\", "<a>", "{a..b}", "{.}", "{{a}}",
            ]
        ),
        Row(
            format: .ipv4,
            valid: ["192.168.0.1", "0.0.0.0"],
            invalid: ["256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4/8", "0x7f000001", "1২.0.0.1", ""]
        ),
        Row(
            format: .ipv6,
            valid: [
                "::1", "::", "abcd:ef01::", "1:2:3:4:5:6:7:8", "1::8", "::ffff:192.168.0.1", "1:2:3:4:5:6:1.2.3.4",
                "1:2:3:4:5:6:7::",
            ],
            invalid: [
                "", ":", "12345::", "1:1:1:1:1:1:1:1:1", "::abcd::", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "::laptop",
                "fe80::a%en1", "::1/64",
                "1:2:3:4:5:6:7:8::", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "1.2.3.4", "1:2:3:4:1.2.3.4",
            ]
        ),
        Row(
            format: .uri,
            valid: [
                "https://user:pw@a.example:8080/b/c?d=e&f#g", "urn:uuid:1", "mailto:a@b.c", "tel:+1-816",
                "ldap://[2001:db8::7]/c=GB", "file:///a", "a:",
            ],
            invalid: [
                "", "/a", "//a.example", "a b:c", "https:// a", "http://a/%zz", "http://a/\\", "1a:b", ":a",
                "http://[::1", "http://a:b/c", "http://é/", "<a:b>",
            ]
        ),
        Row(
            format: .uriReference,
            valid: ["", "/a", "#b", "a/b?c", "//a.example/b"],
            invalid: ["\\\\a", "#a\\b", "a b", "1:b"]
        ),
        Row(format: .iri, valid: ["http://ƒøø.ßår/?∂éœ=πîx#πîüx"], invalid: ["/a", "http://[::1"]),
        Row(format: .iriReference, valid: ["/é"], invalid: ["\\é"]),
        Row(
            format: .uuid,
            valid: ["2EB8AA08-aa98-11ea-b4aa-73b441d16380", "00000000-0000-0000-0000-000000000000"],
            invalid: [
                "", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08aa9811eab4aa73b441d16380",
                "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
            ]
        ),
        Row(format: .jsonPointer, valid: ["", "/", "/a/~0/~1", "/é"], invalid: ["a", "#/a", "/~", "/~2", "/a~"]),
        Row(
            format: .relativeJSONPointer,
            valid: ["0", "1/a", "10#", "0/~0"],
            invalid: ["", "/a", "-1/a", "01/a", "1a", "0##", "1/~"]
        ),
        Row(format: .regex, valid: ["^[a-z]+$", "([abc])+\\s+$", "a(?=b)", "(a)\\1"], invalid: ["^(abc]", "a\\Z"]),
    ]

    @Test(arguments: Self.rows)
    func aFormatAcceptsAndRefuses(_ row: Row) {
        for text in row.valid { #expect(row.format.matches(text), "\(text)") }
        for text in row.invalid { #expect(!row.format.matches(text), "\(text)") }
    }

    @Test(arguments: Format.allCases)
    func everyFormatIsTestedAndItsExampleHasIt(_ format: Format) {
        #expect(format.matches(format.example))
        #expect(Self.rows.contains { $0.format == format })
    }
}
