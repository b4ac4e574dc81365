import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Since when a finalisation stands at its step, kept with it: the queue of the ministry is read in this order, a page at a time, however
 * many periods there were.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw('alter table finalisations add column since timestamptz not null default now()')
    this.schema.raw(`
      update finalisations f set since = coalesce(
        (select max(s.at) from finalisation_steps s where s.regency_code = f.regency_code and s.period_id = f.period_id),
        (select p.created_at from periods p where p.id = f.period_id))`)
    this.schema.raw('create index finalisations_by_step on finalisations (state, since, regency_code, period_id)')
    this.schema.raw('create index finalisations_by_wait on finalisations (since, regency_code, period_id)')
  }

  async down() {
    this.schema.raw('alter table finalisations drop column since')
  }
}
