/** A question on which sources disagree: what each side says, and who says so. An option chooses a side. */
export interface Contested {
  readonly question: string
  /** By the value of the option that chooses it; the first is the default. */
  readonly sides: Readonly<Record<string, { readonly says: string; readonly sources: string }>>
}

/**
 * What is contested, by the setting of a world, and the option of a server for its new worlds, that chooses. The probe says
 * which side a server took.
 */
export const CONTESTED = {
  language: {
    question: 'the language of a message where the client sends no X-Language',
    sides: {
      'en-us': { says: 'English', sources: 'Terraform: `Invalid region id.`' },
      'zh-cn': {
        says: 'Chinese',
        sources:
          'Terraform: a comment on SCM.0016 `订单异常`, and pull request 4362; golangsdk sends `X-Language: en-us` on purpose',
      },
    },
  },
  duplicate_check: {
    question: 'which `duplicate_check` of an import refuses a certificate that is there already',
    sides: {
      'true-refuses': { says: '`true` refuses it', sources: 'Python SDK 3.1.211; certd and others send `false`' },
      'false-refuses': { says: '`false` refuses it', sources: 'Go SDK, March 2026' },
    },
  },
} as const satisfies Record<string, Contested>

/** A side of each question. */
export type Sides = { -readonly [Name in keyof typeof CONTESTED]: keyof (typeof CONTESTED)[Name]['sides'] }

/** The side that is taken where nobody chooses. */
export const DEFAULT_SIDES: Sides = { language: sidesOf('language')[0], duplicate_check: sidesOf('duplicate_check')[0] }

/** The values of a question's option, the default first. */
export function sidesOf<Name extends keyof Sides>(name: Name): [Sides[Name], ...Sides[Name][]] {
  return Object.keys(CONTESTED[name].sides) as [Sides[Name], ...Sides[Name][]]
}
