/** Days in which a family may object after the notice. No regulation names a term for these lists; ADR 0026 says why this one. */
export const OBJECTION_DAYS = 30

/** Days in which an objection is to be answered, counted from its registration. */
export const ANSWER_DAYS = 14
