import type { Column } from './columns.js'

/** What is sent of a change; the rest is known to the database. */
export const ENTRY: readonly Column[] = [
  { name: 'key', type: 'text' },
  { name: 'version', type: 'int' },
  { name: 'reason', type: 'text' },
  { name: 'line', type: 'int' },
  { name: 'state', type: 'json' },
  { name: 'doc', type: 'json' },
]

/** Columns of a working row beside its answers. */
export const META: readonly Column[] = [
  ...['kind', 'outcome', 'state', 'code_list_version', 'decided_reason'].map((name) => ({ name, type: 'text' })),
  ...[
    { name: 'version', type: 'int' },
    { name: 'problems', type: 'jsonb' },
    { name: 'source_file_id', type: 'uuid' },
    { name: 'decided_by', type: 'uuid' },
  ],
  ...['decided_at', 'updated_at'].map((name) => ({ name, type: 'timestamptz' })),
]
