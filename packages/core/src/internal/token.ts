import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

/** What the browser holds. Encoded to JSON it is left out: no store and no log ever gets it. */
export const BrowserToken = Schema.optionalKey(
  Schema.Redacted(Schema.String).annotate({
    toCodecJson: () =>
      Schema.link<Redacted.Redacted<string>>()(Schema.String, {
        decode: SchemaGetter.transform((token: string) => Redacted.make(token)),
        encode: SchemaGetter.omit()
      })
  })
)
