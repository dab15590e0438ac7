/** How an operation goes over the wire: the same fields, written and read in one of three ways. */
import type { Parse, ProviderClient } from "@paylayer/core/adapter"
import type { Fields, Operation } from "./operations.ts"

export interface Encoding {
  /** How the text of an answer is read; as JSON unless told. An error has the fields of Adyen's JSON. */
  readonly parse?: Parse
  readonly request: (
    operation: Operation,
    fields: Fields
  ) => Pick<ProviderClient.Call<unknown>, "path" | "headers" | "json" | "form" | "text">
  /** The fields in an answer to this operation; nothing where it is the answer to another. */
  readonly fieldsOf: (operation: Operation, body: unknown) => unknown
}
