import { PROFILE_FIELDS, type ProfileForm, type ProfileValues } from './fields.js'

/** A field that both sides changed to different texts since the form was opened. */
export interface ProfileClash {
  form: ProfileForm
  field: string
  label: string
  theirs: string
  mine: string
}

/**
 * What a form should show when someone else saved meanwhile: what I changed since I opened it, and what is stored now for the
 * rest. Nothing typed is lost; where both changed a field mine stands in the form and the other text is named.
 */
export function mergeForm(
  form: ProfileForm,
  { base, theirs, mine }: { base: ProfileValues; theirs: ProfileValues; mine: ProfileValues },
): { values: ProfileValues; clashes: ProfileClash[] } {
  const values: ProfileValues = {}
  const clashes: ProfileClash[] = []
  for (const { name, label } of PROFILE_FIELDS[form]) {
    const [was, stored, typed] = [base[name] ?? '', theirs[name] ?? '', mine[name] ?? '']
    const text = typed === was ? stored : typed
    if (text !== '') values[name] = text
    if (typed !== was && stored !== was && typed !== stored)
      clashes.push({ form, field: name, label, theirs: stored, mine: typed })
  }
  return { values, clashes }
}
