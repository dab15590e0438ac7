import { SaxesParser } from "saxes"
import { describe, expect, it } from "vitest"
import { element, envelope, escaped, namespaces, parse } from "../../../src/simulator/classic/xml.ts"

/** What another parser says of it. */
const isWellFormed = (text: string): boolean => {
  const parser = new SaxesParser({ xmlns: true })
  let ok = true
  parser.on("error", () => {
    ok = false
  })
  parser.write(text).close()
  return ok
}

const cdata = "<a><![CDATA[<x> & &foo; ]]></a>"

describe("reads", () => {
  it.each([
    ["references", "<a>&lt;&amp;&#65;&#x42;&#x1F600;&quot;&apos;&gt;</a>", "<&AB\u{1F600}\"'>"],
    ["a CDATA section", cdata, "<x> & &foo; "],
    ["a comment", "<a>b<!-- & <c> &foo; -->d</a>", "bd"],
    ["an XML declaration", '<?xml version="1.0" encoding="UTF-8"?>\n<a>b</a>\n', "b"],
    ["a comment before and after it", "<!-- a --><a>b</a><!-- c -->", "b"],
    ["line ends", "<a>b\r\nc\rd</a>", "b\nc\nd"],
    ["> in a text and in an attribute", "<a b='>]]>' c=\"/ >\">1 > 2 / ></a>", "1 > 2 / >"],
    ["an empty element", "<a />", ""]
  ])("%s", (_, text, expected) => {
    expect(isWellFormed(text)).toBe(true)
    expect(parse(text)).toEqual({ namespace: "", name: "a", nil: false, children: [], text: expected })
  })

  it("a byte order mark", () => {
    expect(parse("\uFEFF<a>b</a>")?.text).toBe("b")
  })

  it("namespaces", () => {
    const read = parse('<p:a xmlns:p="u"><b/><c xmlns="v"><d/></c><p:e xmlns:p="w"/></p:a>')
    const names = (of: typeof read): ReadonlyArray<string> =>
      of === undefined ? [] : [`{${of.namespace}}${of.name}`, ...of.children.flatMap(names)]
    expect(names(read)).toEqual(["{u}a", "{}b", "{v}c", "{v}d", "{w}e"])
  })

  it.each([
    ["true", true],
    ["1", true],
    ["false", false],
    ["0", false]
  ])("xsi:nil=%j", (value, nil) => {
    expect(parse(`<a xmlns:i="${namespaces.instance}" i:nil="${value}"/>`)?.nil).toBe(nil)
    expect(parse(`<a xmlns:i="u" i:nil="${value}"/>`)?.nil).toBe(false)
  })
})

describe("refuses what is not well-formed:", () => {
  it.each([
    ["nothing", ""],
    ["JSON", "{}"],
    ["a form", "a=b&c=d"],
    ["a tag that isn't closed", "<a><b></a>"],
    ["a root that isn't closed", "<a>"],
    ["another closing tag", "<a><b>x</c></a>"],
    ["another case", "<A></a>"],
    ["two roots", "<a/><b/>"],
    ["text after the root", "<a/>b"],
    ["text before the root", "b<a/>"],
    ["white space before the declaration", ' <?xml version="1.0"?><a/>'],
    ["two declarations", '<?xml version="1.0"?><?xml version="1.0"?><a/>'],
    ["half a tag", "<a"],
    ["half a comment", "<a><!-- </a>"],
    ["half a CDATA section", "<a><![CDATA[ </a>"],
    ["-- in a comment", "<a><!-- -- --></a>"],
    ["]]> in a text", "<a>]]></a>"],
    ["&", "<a>b & c</a>"],
    ["&;", "<a>&;</a>"],
    ["&#;", "<a>&#;</a>"],
    ["a reference without its end", "<a>&amp</a>"],
    ["an entity of HTML", "<a>&nbsp;</a>"],
    ["an unknown entity", "<a>&foo;</a>"],
    ["an unknown entity in an attribute", "<a b='&foo;'/>"],
    ["a control character", "<a>\u0001</a>"],
    ["U+0000", "<a>\u0000</a>"],
    ["U+FFFE", "<a>\uFFFE</a>"],
    ["half a surrogate pair", "<a>\uD800</a>"],
    ["a reference to a control character", "<a>&#1;</a>"],
    ["a reference to U+0000", "<a>&#x0;</a>"],
    ["a reference to a surrogate", "<a>&#xD800;</a>"],
    ["a reference beyond Unicode", "<a>&#x110000;</a>"],
    ["an attribute twice", "<a b='1' b='2'/>"],
    ["an attribute without quotes", "<a b=1/>"],
    ["an attribute without value", "<a b/>"],
    ["attributes side by side", "<a b='1'c='2'/>"],
    ["< in an attribute", "<a b='<'/>"],
    ["a prefix of no namespace", "<p:a/>"],
    ["an attribute's prefix of no namespace", "<a><b xsi:type='c'/></a>"],
    ["a prefix that is taken back", "<a xmlns:p=''/>"],
    ["/ apart from >", "<a / >"],
    ["a name that begins with a digit", "<1a/>"],
    ["a name of three parts", "<a:b:c xmlns:a='u'/>"]
  ])("%s", (_, text) => {
    expect(isWellFormed(text)).toBe(false)
    expect(parse(text)).toBeUndefined()
  })
})

describe("refuses what is well-formed, and no SOAP message:", () => {
  const lol = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join("")
  it.each([
    ["a document type", "<!DOCTYPE a><a/>"],
    ["a document type on another machine", '<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>'],
    ["a document type with an entity", '<!DOCTYPE a [<!ENTITY b "c">]><a>d</a>'],
    ["an instruction before the root", "<?b c?><a/>"],
    ["an instruction in the root", "<a><?b c?></a>"],
    ["too much depth", "<a>".repeat(65) + "</a>".repeat(65)]
  ])("%s", (_, text) => {
    expect(isWellFormed(text)).toBe(true)
    expect(parse(text)).toBeUndefined()
  })

  it.each([
    ["an entity of a billion laughs", `<!DOCTYPE a [<!ENTITY l0 "lol">${lol}]><a>&l9;</a>`],
    ["an entity that is a file", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'],
    ["a parameter entity", "<!DOCTYPE a [<!ENTITY % b \"<!ENTITY c 'd'>\"> %b;]><a>&c;</a>"]
  ])("%s", (_, text) => {
    expect(parse(text)).toBeUndefined()
  })
})

describe("writes", () => {
  it.each(["", "a", " a ", "<&>\"'", "]]>", "a\tb\nc\rd", "ü €\u{1F600}", "<!-- a -->", "&amp;"])(
    "%j, so that it is read again",
    (text) => {
      const written = element("a", { b: text }, escaped(text))
      expect(isWellFormed(written)).toBe(true)
      expect(parse(written)?.text).toBe(text)
    }
  )

  it("what no XML can say as U+FFFD", () => {
    expect(parse(element("a", {}, escaped("b\u0000c\uD800d")))?.text).toBe("b\uFFFDc\uFFFDd")
  })

  it("an envelope", () => {
    const root = parse(envelope("<a/>", "<b/>"))
    expect(root).toMatchObject({ namespace: namespaces.soap, name: "Envelope" })
    expect(root?.children).toMatchObject([
      { namespace: namespaces.soap, name: "Body", children: [{ name: "a" }, { name: "b" }] }
    ])
  })
})
