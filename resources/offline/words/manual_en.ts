import type { ManualPart } from './manual.js'

/** The operator's manual, English. */
export const manualEn: readonly ManualPart[] = [
  {
    title: 'Getting started',
    steps: [
      'The supervisor hands over three things: the application (siks-offline.html), the data package (.siksdb) and the hand-over sheet with the passphrase. Keep application and package on the same stick.',
      'Open siks-offline.html with a double click, in Chrome or Edge (109 or newer) or Firefox (115 or newer). The internet is neither needed nor used.',
      'Choose the package, type the passphrase, choose Open package. Case and dashes do not matter; O is read as 0, I and L as 1.',
      'Choose Make a work file: the application asks where to save the .sikswork file. Save it on the stick, not in a temporary folder. If there is a work file already, choose Use an existing work file: what it holds is joined first, then the file is kept current. Do not choose an old file under Make a work file: the browser empties it.',
    ],
  },
  {
    title: 'Keeping your work',
    steps: [
      'The work file (.sikswork) is your work. Chrome and Edge keep it current once it was chosen. In Firefox the application asks for a backup every 20 forms or 15 minutes and after each export, and this cannot be skipped; closing the page does not reset the count.',
      'The browser keeps an encrypted copy too, but it is gone when the history is cleared, a private window is closed or the computer is changed. What saves your work is the work file.',
      'Another computer: take package and work file along and choose both on the first screen. Do not go on at the old computer afterwards. If you did, or if the office asks for both work files to be joined: open the package with one work file, open the other one under Returned, and export again. Both are joined, the form edited last stands, and the number of the export may skip one.',
      'Two works begun apart (with different work codes) are joined while one of them was never exported. If both were, export each: the office compares them.',
      'One package, one tab. The drive letter may change; choose the file again when asked.',
      'Disk full or stick pulled out: do not close the page. Your work is still on the screen; put the stick back (the application tries again every half minute), choose the work file again, or save a backup elsewhere.',
    ],
  },
  {
    title: 'Filling in the form',
    steps: [
      'The pages follow the blocks on paper: I to V, one page for each member in block IV, then the outcome. Questions that need no answer are not shown.',
      'Type codes as on paper: as soon as a code is certain the cursor moves on. A date is eight digits, such as 25121962. Enter goes to the next question, Shift+Enter to the one before.',
      'F2 copies the answer before (the member above, or the form saved last). F4 goes to the next problem. F7 adds a row. F8 turns the page. F9 saves. Ctrl+Enter saves and opens the next. Esc goes back; what was typed is kept.',
      'The problems come from the same rules as at the office. Blocking ones must be put right before the record is accepted; warnings must be looked at.',
      'A member who died or moved is not deleted: answer the question of presence. If it was the head, the application asks for the successor at once.',
      'To move a member to another family, change the family number. A new number makes a new family.',
      'A new proposal uses the same form. Discard changes, pressed twice, throws it away.',
    ],
  },
  {
    title: 'Quick musdes',
    steps: [
      'Quick musdes shows one neighbourhood. Choose a row with the arrows, press the number of its outcome, and the next row is chosen. A wrong key: Undo. Enter opens the form if answers changed; what was changed in the form is decided there.',
    ],
  },
  {
    title: 'Exporting and handing over',
    steps: [
      'Export writes one .siks file with all finished forms. Those only begun are left out. The file is encrypted for the office alone.',
      'Print the summary, sign it, and hand it over with the file. Its SHA-256 must be the one seen at import.',
      'You may export again. Each export holds everything and replaces the one before; its number goes on.',
    ],
  },
  {
    title: 'Returned by the supervisor',
    steps: [
      'Open the file of returned records (.siksback) under Returned. Each form shows the note, with the cursor on the field it speaks of. Correct, save and export again.',
    ],
  },
  {
    title: 'Forgotten passphrase',
    steps: [
      'On the first screen choose the package, then Forgotten passphrase and Make a request. Send the .siksrecover file to the supervisor and read the code out on the telephone.',
      'The supervisor sends a .siksanswer file. Open it in the same browser on the same computer together with the package. Write down the new passphrase that is shown, set it, and put the package that was just saved in the place of the old one on the stick.',
    ],
  },
  {
    title: 'Is this application genuine?',
    steps: [
      'Version and fingerprint at the foot of the page are computed from this very file. The supervisor has the list of valid ones. If yours differs, enter nothing and ask for the original. Package and work file can be opened with it.',
    ],
  },
]
