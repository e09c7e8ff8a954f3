// Package example revokes certificates with the core of the vendor's SDK, whose client for SCM has no such call.
package example

import (
	"net/http"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/def"
)

// Account is where the service is, and who asks it.
type Account struct{ Endpoint, ProjectID, AK, SK string }

// Revoke revokes a certificate; a refusal is a *sdkerr.ServiceResponseError.
func (a Account) Revoke(certificate, reason string) error {
	credentials, err := basic.NewCredentialsBuilder().WithProjectId(a.ProjectID).WithAk(a.AK).WithSk(a.SK).SafeBuild()
	if err != nil {
		return err
	}
	client, err := core.NewHcHttpClientBuilder().WithEndpoints([]string{a.Endpoint}).WithCredential(credentials).SafeBuild()
	if err != nil {
		return err
	}
	_, err = client.Sync(&revokeRequest{certificate, map[string]string{"reason": reason}}, revocation)
	return err
}

type revokeRequest struct {
	CertId string
	Body   map[string]string
}

type revokeResponse struct {
	Message        string `json:"message"`
	HttpStatusCode int    `json:"-"`
}

var revocation = def.NewHttpRequestDefBuilder().
	WithMethod(http.MethodPost).
	WithPath("/v2/{project_id}/scm/cert/{cert_id}/revoke").
	WithContentType("application/json").
	WithResponse(new(revokeResponse)).
	WithRequestField(def.NewFieldDef().WithName("CertId").WithJsonTag("cert_id").WithLocationType(def.Path)).
	WithRequestField(def.NewFieldDef().WithName("Body").WithLocationType(def.Body)).
	Build()
