/**
 * What a submitted form was answered takes the focus, so that who works by keyboard or screen reader stands where the page tells it: at
 * the first field that was refused (`data-told="fields"`), else at the notice itself. An address with a mark of its own keeps it.
 */
export function focusTold() {
  const told = document.querySelector('main [data-told]')
  if (!told || location.hash || document.activeElement !== document.body) return
  if (told.dataset.told === 'fields') reach(document.querySelector('main form [aria-invalid=true]'))
  if (document.activeElement === document.body) told.focus()
}

/** A field may stand in a part that is folded, and several choices are one field. */
function reach(field) {
  field?.closest('details:not([open])')?.setAttribute('open', '')
  const first = field?.matches('fieldset') ? field.querySelector('input') : field
  first?.focus()
}
