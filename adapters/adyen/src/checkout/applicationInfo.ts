/** What a request says of the software that made it. Source: Adyen, "Update an authorised amount", `applicationInfo`. */
import * as Schema from "effect/Schema"
import { given } from "./texts.ts"

const Software = Schema.Struct({ name: given, version: given })

export const Wire = Schema.Struct({
  adyenLibrary: Schema.optionalKey(Software),
  adyenPaymentSource: Schema.optionalKey(Software),
  externalPlatform: Schema.optionalKey(Schema.Struct({ ...Software.fields, integrator: given })),
  merchantApplication: Schema.optionalKey(Software),
  merchantDevice: Schema.optionalKey(Schema.Struct({ os: given, osVersion: given, reference: given })),
  shopperInteractionDevice: Schema.optionalKey(Schema.Struct({ locale: given, os: given, osVersion: given }))
})

export type ApplicationInfo = typeof Wire.Type
