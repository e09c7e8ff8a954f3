/**
 * The vendor's regions, by their ids: where a certificate can be pushed to. A project below a region's own is called
 * after it, such as `cn-north-4_team` (IAM: projects). Held against a source are those of the SDKs (`my-kualalumpur-1`)
 * and of the references' samples (`cn-north-7`); the others are assumed.
 */
export const REGIONS = [
  'af-north-1',
  'af-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'cn-east-2',
  'cn-east-3',
  'cn-east-4',
  'cn-east-5',
  'cn-north-1',
  'cn-north-2',
  'cn-north-4',
  'cn-north-7',
  'cn-north-9',
  'cn-north-11',
  'cn-north-12',
  'cn-south-1',
  'cn-south-2',
  'cn-south-4',
  'cn-southwest-2',
  'eu-west-0',
  'eu-west-101',
  'la-north-2',
  'la-south-2',
  'me-east-1',
  'my-kualalumpur-1',
  'na-mexico-1',
  'ru-northwest-2',
  'sa-brazil-1',
  'tr-west-1',
] as const

/** Whether a project's name is that of a region, or of a project below it. */
export function isRegional(project: string): boolean {
  return (REGIONS as readonly string[]).includes(project.split('_', 1)[0] as string)
}
