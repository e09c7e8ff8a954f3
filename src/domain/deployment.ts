/** A certificate was deployed to a resource of another service: that of CDN is a domain. */
export interface Deployment {
  certificate_id: string
  service: string
  /** The region, or a project below it; `global` for CDN. */
  project_name: string
  resource_id: string
  /** Of WAF, `premium` or `cloud`; empty for others. */
  resource_type: string
  enterprise_project_id: string
}
