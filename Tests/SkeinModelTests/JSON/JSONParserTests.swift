// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@Suite
struct JSONParserTests {
    @Test
    func smoke() throws {
        let value = try JSONParser.parse(#" {"a":[1,2.5,-3e2,"x\u00e9\ud83d\ude00"],"b":null,"c":true} "#)
        #expect(value["a"] == [1, 2.5, -300, "xé😀"])
        #expect(JSONWriter.text(value) == #"{"a":[1,2.5,-300.0,"xé😀"],"b":null,"c":true}"#)
    }
}
