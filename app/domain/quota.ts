import { DomainError } from './domain_error.js'

/** Places of a programme in one region. `used` may exceed `limit` after the limit was lowered: nobody is removed for it. */
export class Quota {
  /** @throws DomainError `E_QUOTA_NUMBER` */
  constructor(
    readonly limit: number,
    readonly used: number,
  ) {
    if (![limit, used].every((count) => Number.isSafeInteger(count) && count >= 0)) throw new DomainError('E_QUOTA_NUMBER')
  }

  get free(): number {
    return Math.max(0, this.limit - this.used)
  }

  /** Places taken above the limit. */
  get excess(): number {
    return Math.max(0, this.used - this.limit)
  }

  get exceeded(): boolean {
    return this.excess > 0
  }

  /**
   * The quota after `count` more places, all or none.
   * @throws DomainError `E_QUOTA_FULL` when nothing is free, `E_QUOTA_SHORT` when a batch does not fit
   */
  take(count = 1): Quota {
    if (count > this.free) {
      if (this.free === 0) throw new DomainError('E_QUOTA_FULL', { used: this.used, limit: this.limit })
      throw new DomainError('E_QUOTA_SHORT', { needed: count, free: this.free })
    }
    return new Quota(this.limit, this.used + count)
  }
}
