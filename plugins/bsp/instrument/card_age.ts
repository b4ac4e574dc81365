/** Age from which a bank opens an account without a guardian, so that a person can hold the card. */
export const CARD_AGE = 17
