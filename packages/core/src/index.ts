/**
 * The payment model. Each concept is a module of its own, also importable alone: `@paylayer/core/Money`.
 */
export * as Capabilities from "./Capabilities.ts"
export * as Currency from "./Currency.ts"
export * as Intent from "./Intent.ts"
export * as Intents from "./Intents.ts"
export * as ModificationKey from "./ModificationKey.ts"
export * as Money from "./Money.ts"
export * as ProviderError from "./ProviderError.ts"
export * as ProviderOption from "./ProviderOption.ts"
export * as RuleViolation from "./RuleViolation.ts"
export * as Rules from "./Rules.ts"
export * as Session from "./Session.ts"
export * as Sessions from "./Sessions.ts"
export * as Unrecognised from "./Unrecognised.ts"
