import * as Layer from "effect/Layer"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type * as HttpClient from "effect/http/HttpClient"

/**
 * The platform's own `fetch`, following no redirects: a provider has no reason to send a payment elsewhere. On Node a
 * client on undici (`@effect/platform-node`) is faster; any `HttpClient` will do.
 */
export const layerFetch: Layer.Layer<HttpClient.HttpClient> = FetchHttpClient.layer.pipe(
  Layer.provide(Layer.succeed(FetchHttpClient.RequestInit, { redirect: "manual" }))
)
