/**
 * The fifteen XML examples of the Classic API, as they are printed (but for white space at the ends of lines, and before
 * the first).
 *
 * Source: "Payment modifications" (Classic API) of docs.adyen.com, read 2026-11-22.
 */

/** An example that is not well-formed as it is printed. */
export interface Misprint {
  readonly printed: string
  /** What has to stand for what. */
  readonly correction: readonly [misprint: string, instead: string]
}

/** As it was meant. */
export const corrected = ({ correction: [misprint, instead], printed }: Misprint): string =>
  printed.replace(misprint, instead)

/** The tag that is closed was never opened. */
const authCode = ["</authCode>", "</response>"] as const

export const capture = {
  request: `<?xml version="1.0"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"     xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soap:Body>
    <ns1:capture xmlns:ns1="http://payment.services.adyen.com">
      <ns1:modificationRequest>
        <merchantAccount xmlns="http://payment.services.adyen.com">TestMerchant</merchantAccount>
        <modificationAmount xmlns="http://payment.services.adyen.com">
          <currency xmlns="http://common.services.adyen.com">EUR</currency>
          <value xmlns="http://common.services.adyen.com">500</value>
        </modificationAmount>
        <originalReference xmlns="http://payment.services.adyen.com">8313547924770610</originalReference>
        <reference xmlns="http://payment.services.adyen.com">YourModificationReference</reference>
      </ns1:modificationRequest>
    </ns1:capture>
  </soap:Body>
</soap:Envelope>`,
  answer: {
    printed: `<?xml version="1.0"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soap:Body>
    <ns1:captureResponse xmlns:ns1="http://payment.services.adyen.com">
      <ns1:captureResult>
        <pspReference xmlns="http://payment.services.adyen.com">8413547924770610</pspReference>
        <response xmlns="http://payment.services.adyen.com">[capture-received]</authCode>
      </ns1:captureResult>
    </ns1:captureResponse>
  </soap:Body>
</soap:Envelope>`,
    correction: authCode
  }
} as const

export const cancel = {
  request: `<?xml version="1.0"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"     xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soap:Body>
    <ns1:cancel xmlns:ns1="http://payment.services.adyen.com">
      <ns1:modificationRequest>
        <merchantAccount xmlns="http://payment.services.adyen.com">TestMerchant</merchantAccount>
        <originalReference xmlns="http://payment.services.adyen.com">8313547924770610</originalReference>
        <reference xmlns="http://payment.services.adyen.com">YourModificationReference</reference>
      </ns1:modificationRequest>
    </ns1:cancel>
  </soap:Body>
</soap:Envelope>`,
  answer: {
    printed: `<?xml version="1.0"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soap:Body>
    <ns1:cancelResponse xmlns:ns1="http://payment.services.adyen.com">
      <ns1:cancelResult>
        <pspReference xmlns="http://payment.services.adyen.com">8412534564722331</pspReference>
        <response xmlns="http://payment.services.adyen.com">[cancel-received]</authCode>
      </ns1:cancelResult>
    </ns1:cancelResponse>
  </soap:Body>
</soap:Envelope>`,
    correction: authCode
  }
} as const

export const refund = {
  request: `<?xml version="1.0"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"     xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soap:Body>
    <ns1:refund xmlns:ns1="http://payment.services.adyen.com">
      <ns1:modificationRequest>
        <merchantAccount xmlns="http://payment.services.adyen.com">TestMerchant</merchantAccount>
        <modificationAmount xmlns="http://payment.services.adyen.com">
          <currency xmlns="http://common.services.adyen.com">EUR</currency>
          <value xmlns="http://common.services.adyen.com">500</value>
        </modificationAmount>
        <originalReference xmlns="http://payment.services.adyen.com">9313547924770610</originalReference>
        <reference xmlns="http://payment.services.adyen.com">YourModificationReference</reference>
      </ns1:modificationRequest>
    </ns1:refund>
  </soap:Body>
</soap:Envelope>`,
  answer: {
    printed: `<?xml version="1.0"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soap:Body>
    <ns1:refundResponse xmlns:ns1="http://payment.services.adyen.com">
      <ns1:refundResult>
        <pspReference xmlns="http://payment.services.adyen.com">8312534564722331</pspReference>
        <response xmlns="http://payment.services.adyen.com">[refund-received]</authCode>
      </ns1:refundResult>
    </ns1:refundResponse>
  </soap:Body>
</soap:Envelope>`,
    correction: authCode
  }
} as const

export const cancelOrRefund = {
  request: `<?xml version="1.0"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"     xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soap:Body>
    <ns1:cancelOrRefund xmlns:ns1="http://payment.services.adyen.com">
      <ns1:modificationRequest>
        <merchantAccount xmlns="http://payment.services.adyen.com">TestMerchant</merchantAccount>
        <originalReference xmlns="http://payment.services.adyen.com">9313547924770610</originalReference>
        <reference xmlns="http://payment.services.adyen.com">YourModificationReference</reference>
      </ns1:modificationRequest>
    </ns1:cancelOrRefund>
  </soap:Body>
</soap:Envelope>`,
  answer: {
    printed: `<?xml version="1.0"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soap:Body>
    <ns1:cancelOrRefundResponse xmlns:ns1="http://payment.services.adyen.com">
      <ns1:cancelOrRefundResult>
        <pspReference xmlns="http://payment.services.adyen.com">8863534564726784</pspReference>
        <response xmlns="http://payment.services.adyen.com">[cancelOrRefund-received]</authCode>
      </ns1:cancelOrRefundResult>
    </ns1:cancelOrRefundResponse>
  </soap:Body>
</soap:Envelope>`,
    correction: authCode
  }
} as const

export const refundWithData = {
  request: `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soapenv:Body>
    <refundWithData xmlns="http://payment.services.adyen.com">
      <request>
        <amount>
          <ns2:value xmlns:ns2="http://common.services.adyen.com">1500</ns2:value>
          <ns1:currency xmlns:ns1="http://common.services.adyen.com">USD</ns1:currency>
        </amount>
        <card>
          <number>411111111111111111</number>
          <expiryMonth>10</expiryMonth>
          <expiryYear>2020</expiryYear>
          <holderName>Simon Hopper</holderName>
        </card>
        <reference>Your Reference Here</reference>
        <merchantAccount>TestMerchant</merchantAccount>
      </request>
    </refundWithData>
  </soapenv:Body>
</soapenv:Envelope>`,
  answer: `<?xml version="1.0"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soap:Body>
    <ns1:refundWithDataResponse xmlns:ns1="http://payment.services.adyen.com">
      <ns1:result>
        <pspReference xmlns="http://payment.services.adyen.com">1835015179612534</pspReference>
        <resultCode xmlns="http://payment.services.adyen.com">Received</resultCode>
      </ns1:result>
    </ns1:refundWithDataResponse>
  </soap:Body>
</soap:Envelope>`
} as const

export const authorise = {
  request: `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soap:Body>
    <ns1:authorise xmlns:ns1="http://payment.services.adyen.com">
      <ns1:paymentRequest>
        <reference xmlns="http://payment.services.adyen.com">YourPaymentReference</reference>
        <merchantAccount xmlns="http://payment.services.adyen.com">TestMerchant</merchantAccount>
        <card xmlns="http://payment.services.adyen.com">
          <number>4111111111111111</number>
          <cvc>737</cvc>
          <expiryMonth>8</expiryMonth>
          <expiryYear>2018</expiryYear>
          <holderName>John Smith</holderName>
        </card>
        <amount xmlns="http://payment.services.adyen.com">
          <value xmlns="http://common.services.adyen.com">1500</value>
          <currency xmlns="http://common.services.adyen.com">EUR</currency>
        </amount>
        <additionalData xmlns="http://payment.services.adyen.com">
          <entry>
            <key xsi:type="xsd:string">authorisationType</key>
            <value xsi:type="xsd:string">PreAuth</value>
          </entry>
        </additionalData>
      </ns1:paymentRequest>
    </ns1:authorise>
  </soap:Body>
</soap:Envelope>`,
  answer: `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ns0="http://payment.services.adyen.com">
  <soap:Body>
    <ns0:authoriseResponse>
      <ns0:paymentResult>
        <ns0:pspReference>8814689190961342</ns0:pspReference>
        <ns0:resultCode>Authorised</ns0:resultCode>
        <ns0:authCode>83152</ns0:authCode>
      </ns0:paymentResult>
    </ns0:authoriseResponse>
  </soap:Body>
</soap:Envelope>`
} as const

/** `xsi:type="xsd:string"` where neither prefix is bound. */
const namespaces = [
  '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">',
  '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
] as const

export const adjustAuthorisation = {
  request: {
    printed: `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
    <soap:Body>
        <adjustAuthorisation xmlns="http://payment.services.adyen.com">
            <modificationRequest>
                <merchantAccount>TestMerchant</merchantAccount>
                <modificationAmount>
                    <currency xmlns="http://common.services.adyen.com">EUR</currency>
                    <value xmlns="http://common.services.adyen.com">1700</value>
                </modificationAmount>
                <originalReference>8814689190961342</originalReference>
                <reference>YourModificationReference</reference>
                <additionalData>
                    <entry>
                        <key xsi:type="xsd:string">industryUsage</key>
                        <value xsi:type="xsd:string">DelayedCharge</value>
                    </entry>
                </additionalData>
            </modificationRequest>
        </adjustAuthorisation>
    </soap:Body>
</soap:Envelope>`,
    correction: namespaces
  },
  answer: `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ns0="http://payment.services.adyen.com">
  <soap:Body>
    <ns0:adjustAuthorisationResponse>
      <ns0:adjustAuthorisationResult>
        <ns0:pspReference>8413547924780610</ns0:pspReference>
        <ns0:response>[adjustAuthorisation-received]</ns0:response>
      </ns0:adjustAuthorisationResult>
    </ns0:adjustAuthorisationResponse>
  </soap:Body>
</soap:Envelope>`
} as const

/** "Step 3 – Get a notification": the value is the new total. */
export const notification = `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <soap:Body>
    <ns1:sendNotification xmlns:ns1="http://notification.services.adyen.com">
      <ns1:notification>
        <live xmlns="http://notification.services.adyen.com">false</live>
        <notificationItems xmlns="http://notification.services.adyen.com">
          <NotificationRequestItem>
            <additionalData xsi:nil="true"/>
            <amount>
              <currency xmlns="http://common.services.adyen.com">EUR</currency>
              <value xmlns="http://common.services.adyen.com">1700</value>
            </amount>
            <eventCode>AUTHORISATION_ADJUSTMENT</eventCode>
            <eventDate>2017-10-09T11:10:03+02:00</eventDate>
            <merchantAccountCode>TestMerchant</merchantAccountCode>
            <merchantReference>YourModificationReference</merchantReference>
            <operations xsi:nil="true"/>
            <originalReference>8814689190961342</originalReference>
            <paymentMethod>visa</paymentMethod>
            <pspReference>8413547924780610</pspReference>
            <reason xsi:nil="true"/>
            <success>true</success>
          </NotificationRequestItem>
        </notificationItems>
      </ns1:notification>
    </ns1:sendNotification>
  </soap:Body>
</soap:Envelope>`

/** Those that are not well-formed as they are printed. */
export const misprints: Readonly<Record<string, Misprint>> = {
  "the answer to capture": capture.answer,
  "the answer to cancel": cancel.answer,
  "the answer to refund": refund.answer,
  "the answer to cancelOrRefund": cancelOrRefund.answer,
  "the request of adjustAuthorisation": adjustAuthorisation.request
}
