/** Door 1: everything a plugin may use of the core, as `#core/plugin`. Changing it is a visible act (tests/architecture/surface.spec.ts). */
export { definePlugin } from '#kernel/manifest'
export { defineRoutes } from '#kernel/routes'
export { defineWidget } from '#kernel/widget'
export { defineVerification } from '#verification/contribution'
export { declare } from '#verification/declare'
export { formOf } from '#verification/form'
export { registerTable } from '#kernel/register_table'
export { recapLayer } from '#verification/lists/recap_layer'
export { verificationTables } from '#verification/store/tables'
export { ReportingCommand } from '#services/console'
export { defineJob, JobCancelled } from '#services/jobs/definition'
export { dispatch } from '#services/jobs/dispatch'
export { query, scope } from '#services/scope'
export { recordActivity as activity } from '#services/activity'
export { notify } from '#services/notifications'
export { NotFound } from '#exceptions/not_found'
export { actingFor } from '#kernel/offers/acting'
export { files } from '#kernel/offers/files'
export { papers } from '#kernel/offers/papers'
export { persons } from '#kernel/offers/persons'
export { records } from '#kernel/offers/records'
export { Refused } from '#kernel/offers/refused'
export { regions } from '#kernel/offers/regions'
export type { PluginManifest } from '#kernel/manifest'
export type {
  CardFact,
  CardProgramme,
  DataAccess,
  DataAccessAnswer,
  DemoStage,
  DemoStory,
  Listener,
  LoadColumn,
  LoadContext,
  LoadFault,
  LoadHandler,
  LoadRow,
  MapContext,
  MapFigure,
  MapLayer,
  NightlyTask,
  PersonCard,
  PersonCardContext,
  PersonState,
  Proposal,
  TaskSource,
  WaitingTask,
} from '#kernel/contributions'
export type { Chart, ChartContext, ChartFigures } from '#kernel/chart'
export type { PaperProfile } from '#kernel/offers/papers'
export type { LookUp, PersonHit, PersonRead, PersonReference, PersonView } from '#kernel/offers/persons'
export type { RouteDefinition } from '#kernel/routes'
export type { Tile, Widget } from '#kernel/widget'
export type { VerificationContribution } from '#verification/contribution'
export type {
  CycleContribution,
  CycleFigure,
  CyclePaper,
  ExplainedFact,
  ModuleBlocker,
  MovedRecord,
  PaperOccasion,
  VillageFigure,
  VillageShare,
} from '#verification/cycle'
export type { MoveEffect, MoveRequest, SplitRequest, UndoEffect } from '#verification/moves/index'
export type {
  ChildRow,
  CodeLabel,
  CodeVariant,
  Condition,
  Instrument,
  RecordDoc,
  RowGroup,
  Text,
  Value,
  Values,
  Variable,
} from '#verification/instrument'
export type { Chance, Inventor, Residents, SampleContribution, Seat } from '#verification/sample'
export type { FieldPath, Finding, Ground, Outcome, Problem, Rule, RuleContext, Severity } from '#verification/rules'
export type { Job, JobContext, JobHandler } from '#services/jobs/definition'
export type { Scope, Tx } from '#services/scope'
export type { Place } from '#verification/store/index'
