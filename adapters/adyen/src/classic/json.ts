/** JSON. */
import type { Encoding } from "./Encoding.ts"

export const json: Encoding = {
  request: (operation, fields) => ({ path: `/${operation.name}`, json: fields }),
  fieldsOf: (_, body) => body
}
