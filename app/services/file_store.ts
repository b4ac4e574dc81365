import type { S3DriverOptions } from 'flydrive/drivers/s3/types'

const REQUIRED = ['S3_BUCKET', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const

/**
 * How to reach a bucket of S3 or of a server that speaks its language (MinIO, Ceph, R2): bucket and objects are private by the bucket's own
 * policy, no access list is sent, and checksums only where the server asks for them.
 *
 * @throws Error that names every variable that is missing
 */
export function bucketOptions(given: Record<string, string | undefined>): S3DriverOptions {
  const missing = REQUIRED.filter((name) => !given[name])
  if (missing.length > 0)
    throw new Error(`SIKS_FILES=s3 needs ${missing.join(', ')} in the environment. See docs/install.md, section 3.`)
  const [bucket, region, accessKeyId, secretAccessKey] = REQUIRED.map((name) => given[name]!)
  const endpoint = given.S3_ENDPOINT
  return {
    ...{ bucket: bucket!, region: region!, visibility: 'private', supportsACL: false },
    credentials: { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! },
    ...{ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  }
}
