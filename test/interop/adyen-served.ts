/** The official @adyen/api-library in front of a simulated Adyen that is served to it, TLS taken off below it. */
import {
  CheckoutAPI,
  Client,
  EnvironmentEnum,
  HttpClientException,
  hmacValidator,
  PaymentAPI,
  Types
} from "@adyen/api-library"
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import type { Deliveries } from "@paylayer/simulator"
import { expect } from "vitest"
import { serve, withoutTls } from "./served.ts"

export const { apiKey, hmacKey, merchantAccount } = AdyenSimulator.credentials
export const eur = (value: number) => ({ value, currency: "EUR" })
export const psp: unknown = expect.stringMatching(/^[A-Z0-9]{16}$/)

const clientOf = (key: string) => new Client({ apiKey: key, environment: EnvironmentEnum.TEST })
/** Checkout's modifications. */
export const modifications = (key = apiKey) => new CheckoutAPI(clientOf(key)).ModificationsApi
export const payments = () => new CheckoutAPI(clientOf(apiKey)).PaymentsApi
/** Classic's operations. */
export const classic = (key = apiKey) => {
  const api = new PaymentAPI(clientOf(key))
  return { modifications: api.ModificationsApi, payments: api.PaymentsApi }
}

export type Item = Types.notification.NotificationRequestItem

/** The items of a delivery, as the library reads it. */
export const itemsOf = ({ body }: Pick<Deliveries.Delivery, "body">): ReadonlyArray<Item> => {
  const { ObjectSerializer } = Types.notification
  const read = ObjectSerializer.deserialize(JSON.parse(body), "Notification") as Types.notification.Notification
  return read.notificationItems.map(({ NotificationRequestItem: item }) => item)
}

/** The same, and every one of them signed with this account's key. */
const signedItemsOf = (delivery: Deliveries.Delivery): ReadonlyArray<Item> => {
  const items = itemsOf(delivery)
  const validator = new hmacValidator()
  for (const item of items) if (!validator.validateHMAC(item, hmacKey)) throw new Error("a signature that is none")
  return items
}

const order = {
  merchantAccount,
  amount: eur(1500),
  returnUrl: "https://shop.example/checkout",
  reference: "order-1"
}

/** A served Adyen that captures nothing by itself; the library's requests arrive there. */
export const open = async (options: AdyenSimulator.Options = {}) => {
  const served = await serve(AdyenSimulator.make({ captureDelay: "manual", ...options }))
  withoutTls(served.port)
  /** All that is told until then: what was asked is decided after two seconds. */
  const told = async (): Promise<ReadonlyArray<Item>> => {
    await served.advance("2 seconds")
    return (await served.deliveries()).flatMap(signedItemsOf)
  }
  /** A session of 15.00 EUR, paid: its pspReference. It can be adjusted unless told otherwise. */
  const pay = async (more: object = { additionalData: { authorisationType: "PreAuth" } }): Promise<string> => {
    const { id, sessionData = "" } = await payments().sessions({ ...order, ...more })
    const submitted = await served.run(served.shopper.submit({ id, token: sessionData }))
    if (submitted._tag !== "Authorised") throw new Error(submitted._tag)
    return submitted.authorisation
  }
  /** The same, and nothing is left to be told. */
  const paid = async (more?: object): Promise<string> => {
    const payment = await pay(more)
    await told()
    return payment
  }
  /** The first payment's. */
  const money = async () => (await served.money())[0]
  return { ...served, told, pay, paid, money }
}

/** What the library throws. */
export const refused = async (asking: Promise<unknown>): Promise<HttpClientException> => {
  const error = await asking.then(
    () => expect.unreachable("accepted"),
    (failure: unknown) => failure
  )
  expect(error).toBeInstanceOf(HttpClientException)
  return error as HttpClientException
}
