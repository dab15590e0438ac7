/** What shows a failure again in a single run: which law, on what, and where among its inputs. */
import * as Result from "effect/Result"

export interface Token {
  readonly law: string
  /** The version of the catalogue: another one may try other inputs. */
  readonly catalogue: string
  /** The subject's name as `slug` writes it. */
  readonly subject: string
  readonly seed: number
  /** Where in the inputs: the number of the run, then the way that shrinking took. */
  readonly path: string
}

/** A subject's name as it stands in tokens, files and options: lower case, other than letters and digits a hyphen. */
export const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")

/** As `SES-04/0.3.0/my-psp/20261122/3:0:1`. */
export const format = ({ catalogue, law, path, seed, subject }: Token): string =>
  [law, catalogue, subject, seed, path].join("/")

/** Reads a token; what is wrong with it is a sentence. */
export const parse = (text: string): Result.Result<Token, string> => {
  const [, law, catalogue, subject, seed, path] =
    /^([A-Z]{3}-\d{2})\/(\d+\.\d+\.\d+)\/([^/]+)\/(-?\d{1,15})\/(\d+(?::\d+)*)$/.exec(text.trim()) ?? []
  return law === undefined || catalogue === undefined || subject === undefined || path === undefined
    ? Result.fail(`${JSON.stringify(text)} is no replay token: one looks like SES-04/0.3.0/my-psp/20261122/3:0:1`)
    : Result.succeed({ law, catalogue, subject, seed: Number(seed), path })
}
