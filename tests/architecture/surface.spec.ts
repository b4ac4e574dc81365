import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import ts from 'typescript'
import { resolveImport, ROOT } from '#tests/support/import_graph'

/**
 * What the three doors offer. Changing a list is a visible act: it comes with a line in CHANGELOG.md and, when a name goes away or
 * changes its meaning, with a new CORE_VERSION.
 */
const DOORS: Record<string, { values: string; types: string }> = {
  'app/plugin.ts': {
    values: `
      JobCancelled NotFound Refused ReportingCommand actingFor activity declare defineJob
      definePlugin defineRoutes defineVerification defineWidget dispatch files formOf notify papers
      persons query recapLayer records regions registerTable scope verificationTables
    `,
    types: `
      CardFact CardProgramme Chance Chart ChartContext ChartFigures ChildRow CodeLabel CodeVariant Condition CycleContribution CycleFigure
      CyclePaper DataAccess DataAccessAnswer DemoStage DemoStory ExplainedFact FieldPath Finding Ground Instrument Inventor Job
      JobContext JobHandler Listener LoadColumn LoadContext LoadFault LoadHandler LoadRow LookUp MapContext MapFigure
      MapLayer ModuleBlocker MovedRecord MoveEffect MoveRequest NightlyTask Outcome PaperOccasion PaperProfile
      PersonCard PersonCardContext PersonHit PersonRead PersonReference PersonState PersonView Place PluginManifest
      Problem Proposal RecordDoc Residents RouteDefinition RowGroup Rule RuleContext SampleContribution Scope Seat Severity
      SplitRequest TaskSource Text Tile Tx UndoEffect Value Values Variable VerificationContribution VillageFigure
      VillageShare WaitingTask Widget
    `,
  },
  'app/domain.ts': {
    values: `
      BpsCode DomainError KkNumber LEAST_REASON MINISTRY_ZONE Nik Period Quota REGION_LEVELS RegionCode Rupiah addDays ageOn
      cleanIdentifier cleanKey compareDates dateOfExcelSerial daysBetween excelSerialOf excerpt formatDate formatDecimal
      formatLongDate formatMoment guardCell ianaZone isCalendarDate isCoordinates maskSecret maskedNumber nameKey
      parseCoordinates parseDate parseDecimal parseZoom saysWhy todayIn tryParseDate unguardCell zoneOfProvince
    `,
    types: `
      CalendarDate Cell Coordinates DateOptions DecimalOptions DomainErrorCode PeriodDates PeriodPhase RegionLevel
      RegionNameLookup SecretKind Zone
    `,
  },
  'app/testing.ts': {
    values: `
      aceHere amount answer applies clock complaintsOf dictionaryMarkdown evaluate fails faultsOf fromVariant inScope
      inventedRegister listVariables message ministryStaff openRegister pageTexts pluginContract provinceSupervisorOf
      regencyForTest resultFilesOf ruleCases smallTargetsOf supervisorOf tabTo toTheLetter variableOf writtenProfile
    `,
    types: `
      AddressFixture Failing InventedRegister TestRegency
    `,
  },
}

const words = (text: string) => text.trim().split(/\s+/).sort()

/** Most values door 1 may offer; more is a smell. */
const ENOUGH = 25

test.group('The three doors', () => {
  for (const [file, expected] of Object.entries(DOORS)) {
    test(`${file} offers these names and no others`, ({ assert }) => {
      assert.deepEqual(exportsOf(file), { values: words(expected.values), types: words(expected.types) })
    })
  }

  test('what a door offers says where it is declared what it is', ({ assert }) => {
    const silent = Object.keys(DOORS).flatMap((file) =>
      specifiersOf(file)
        .filter(({ from, name }) => !isTold(from, name))
        .map(({ from, name }) => `${name} in ${from}`),
    )
    assert.deepEqual(silent, [])
  })

  test('the door of plugins stays narrow', ({ assert }) => {
    assert.isAtMost(exportsOf('app/plugin.ts').values.length, ENOUGH)
  })
})

/** What a file re-exports, each with the file it comes from. `export *` is refused, so that the file can be read as the list. */
function specifiersOf(file: string): { exported: string; name: string; from: string; isType: boolean }[] {
  return sourceOf(file).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) {
      throw new Error(`${file} holds "${statement.getText().split('\n')[0]}". A door is named re-exports only.`)
    }
    const from = resolveImport(file, (statement.moduleSpecifier as ts.StringLiteral).text)!
    return statement.exportClause.elements.map(({ name, propertyName, isTypeOnly }) => ({
      ...{ exported: name.text, name: (propertyName ?? name).text, from },
      isType: statement.isTypeOnly || isTypeOnly,
    }))
  })
}

function exportsOf(file: string): { values: string[]; types: string[] } {
  const names = (isType: boolean) =>
    specifiersOf(file)
      .filter((one) => one.isType === isType)
      .map(({ exported }) => exported)
      .sort()
  return { values: names(false), types: names(true) }
}

/** Whether a doc comment stands above the declaration, which an index may hand on. */
function isTold(file: string, wanted: string): boolean {
  for (const statement of sourceOf(file).statements) {
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && statement.exportClause) {
      const handed = (statement.exportClause as ts.NamedExports).elements.find(({ name }) => name.text === wanted)
      const from = resolveImport(file, (statement.moduleSpecifier as ts.StringLiteral).text)
      if (handed && from) return isTold(from, (handed.propertyName ?? handed.name).text)
    }
    if (namesOf(statement).includes(wanted)) return ts.getJSDocCommentsAndTags(statement).length > 0
  }
  return false
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText())
  return 'name' in statement ? [(statement.name as ts.Identifier).text] : []
}

function sourceOf(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true)
}
