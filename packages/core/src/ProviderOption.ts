/**
 * What one provider has beyond the model: a value made by its adapter, given in `provider: [...]`. An adapter takes
 * its own and leaves the others', so that one request can carry options for several providers.
 */
export interface ProviderOption {
  /** The adapter that made it: `acquired`. */
  readonly provider: string
  /** What it is, in that adapter: `session-parameters`. */
  readonly kind: string
}

/** The options of one adapter and kind, in the order in which they were given. */
export const of = <Option extends ProviderOption>(
  options: ReadonlyArray<ProviderOption> | undefined,
  is: (option: ProviderOption) => option is Option
): ReadonlyArray<Option> => (options ?? []).filter(is)
