import { setImmediate } from 'node:timers/promises'
import type { RecordLine } from '#siks/reader'
import type { Tx } from '#services/scope'
import { readFacts, type Facts } from './facts.js'
import type { CheckedRecord, Reason } from './files.js'
import type { Gate } from './gate.js'
import { mergeRecord } from './merge_record.js'
import { closedReason, formatReason, readRecord, reason, type Grounds } from './read_record.js'

type GoodLine = Extract<RecordLine, { problem?: undefined }>

const SLICE = 10

/** Names met while a file is read that its notes will mention. */
export interface Remarks {
  unknown: Set<string>
  ignored: Set<string>
}

/** What the register knows of some lines of a file, by module; a handful of queries for all of them. */
export async function factsOf(tx: Tx, gate: Gate, lines: readonly RecordLine[]): Promise<Map<string, Facts>> {
  const facts = new Map<string, Facts>()
  for (const [name, { place, source }] of gate.grounds) {
    const keys = lines.flatMap(({ record }) => (record?.module === name ? [record.key] : []))
    if (keys.length > 0) facts.set(name, await readFacts(tx, place, source, keys))
  }
  return facts
}

/** Judges some lines of a file in file order, and lets others have their turn between slices. */
export async function judgeBatch(
  gate: Gate,
  facts: ReadonlyMap<string, Facts>,
  lines: readonly RecordLine[],
  remarks: Remarks,
): Promise<CheckedRecord[]> {
  const judged: CheckedRecord[] = []
  for (const line of lines) {
    judged.push(judgeAny(gate, facts, line, remarks))
    if (judged.length % SLICE === 0) await setImmediate()
  }
  return judged
}

function judgeAny(gate: Gate, facts: ReadonlyMap<string, Facts>, line: RecordLine, remarks: Remarks): CheckedRecord {
  if (line.problem) {
    return rejected(gate, line.line, line.module ?? '', line.key ?? '', [formatReason(line.problem)])
  }
  const { module, key } = line.record
  const [grounds, known] = [gate.grounds.get(module), facts.get(module)]
  if (!grounds || !known) {
    const closed = gate.closed.get(module)
    const why = closed ? closedReason(line.line, module, closed) : reason('E_IMPORT_RECORD_MODULE', { line: line.line, module })
    return rejected(gate, line.line, module, key, [why], line)
  }
  return judgeLine(gate, grounds, known, line, remarks)
}

function judgeLine(gate: Gate, grounds: Grounds, facts: Facts, line: GoodLine, remarks: Remarks): CheckedRecord {
  const { record } = line
  const read = readRecord(grounds, facts, line.line, record)
  if (Array.isArray(read)) return rejected(gate, line.line, record.module, record.key, read, line)
  for (const name of read.unknown) remarks.unknown.add(name)
  for (const name of read.ignored) remarks.ignored.add(name.replace(/^(\w+)\/[^/]+\//, '$1.'))
  const { place, today } = grounds
  const merged = mergeRecord(place.module, today, facts, { outcome: record.outcome, doc: read.doc, rev: record.rev })
  return {
    ...{ line: line.line, module: record.module, periodId: place.periodId, key: record.key, rev: record.rev },
    ...{ village: read.village, outcome: record.outcome, doc: read.doc, reasons: [], extra: read.extra },
    ...merged,
  }
}

/** A line nothing of which is taken; what could be read of it stays for the list that goes back to the operator. */
function rejected(gate: Gate, line: number, module: string, key: string, reasons: Reason[], good?: GoodLine): CheckedRecord {
  const { record } = good ?? {}
  const periodId = gate.grounds.get(module)?.place.periodId ?? gate.periodId
  return {
    ...{ line, module, periodId, key, rev: record?.rev ?? 0, village: null, kind: record?.kind ?? null },
    ...{ outcome: record?.outcome ?? null, status: 'rejected', reasons, problems: [], effect: [], seenVersion: 0 },
    survivor: null,
    ...{ doc: record ? { key, values: record.values, groups: record.groups } : null, merged: null, conflicts: null, extra: null },
  }
}
