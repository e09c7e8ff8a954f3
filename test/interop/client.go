// Revokes a certificate with the vendor's SDK for Go, as its users would. See run.ts.
package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/global"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/def"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/region"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	scm "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/scm/v3"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/scm/v3/model"
)

// What the SDK's packages for single services have for each operation; theirs for SCM knows only v3.
type revokeRequest struct {
	CertId string      `json:"cert_id"`
	Body   *revokeBody `json:"body,omitempty"`
}

type revokeBody struct {
	Reason string `json:"reason"`
}

type revokeResponse struct {
	Message        string `json:"message"`
	HttpStatusCode int    `json:"-"`
}

func revoke(client *core.HcHttpClient, certificate string, reason string) (*revokeResponse, error) {
	operation := def.NewHttpRequestDefBuilder().
		WithMethod(http.MethodPost).
		WithPath("/v2/{project_id}/scm/cert/{cert_id}/revoke").
		WithResponse(new(revokeResponse)).
		WithContentType("application/json;charset=UTF-8").
		WithRequestField(def.NewFieldDef().WithName("CertId").WithJsonTag("cert_id").WithLocationType(def.Path)).
		WithRequestField(def.NewFieldDef().WithName("Body").WithLocationType(def.Body)).
		Build()
	answer, err := client.Sync(&revokeRequest{CertId: certificate, Body: &revokeBody{reason}}, operation)
	if err != nil {
		return nil, err
	}
	return answer.(*revokeResponse), nil
}

func main() {
	url, certificate, reason := os.Getenv("INTEROP_URL"), os.Getenv("INTEROP_CERTIFICATE"), os.Getenv("INTEROP_REASON")
	ak, sk := os.Getenv("INTEROP_AK"), os.Getenv("INTEROP_SK")
	// With a region the SDK asks IAM for the id that the credentials leave open.
	site := region.NewRegion(os.Getenv("INTEROP_REGION"), url)

	credentials, err := basic.NewCredentialsBuilder().WithAk(ak).WithSk(sk).WithIamEndpointOverride(url).SafeBuild()
	must(err)
	client, err := core.NewHcHttpClientBuilder().WithRegion(site).WithCredential(credentials).SafeBuild()
	must(err)
	expect("project id, found through IAM", credentials.ProjectId, os.Getenv("INTEROP_PROJECT"))

	answer, err := revoke(client, certificate, reason)
	must(err)
	expect("revoke", fmt.Sprint(answer.HttpStatusCode, " ", answer.Message), "200 success")

	account, err := global.NewCredentialsBuilder().WithAk(ak).WithSk(sk).WithIamEndpointOverride(url).SafeBuild()
	must(err)
	scmClient, err := scm.ScmClientBuilder().WithRegion(site).WithCredential(account).SafeBuild()
	must(err)
	expect("account id, found through IAM", account.DomainId, os.Getenv("INTEROP_ACCOUNT_ID"))

	service := scm.NewScmClient(scmClient)
	shown, err := service.ShowCertificate(&model.ShowCertificateRequest{CertificateId: certificate})
	must(err)
	expect("v3 show", *shown.Id+" "+*shown.Status+" "+*shown.RevokeReason, certificate+" REVOKING "+reason)

	name, status, limit := os.Getenv("INTEROP_NAME"), "REVOKING", int32(10)
	listed, err := service.ListCertificates(
		&model.ListCertificatesRequest{Content: &name, Status: &status, Limit: &limit})
	must(err)
	expect("v3 list", fmt.Sprint(*listed.TotalCount, " ", (*listed.Certificates)[0].Id), "1 "+certificate)

	_, err = revoke(client, certificate, reason)
	var refusal *sdkerr.ServiceResponseError
	if !errors.As(err, &refusal) {
		fail(fmt.Sprintf("a second revoke was not refused: %v", err))
	}
	expect("revoke again", fmt.Sprint(refusal.StatusCode, " ", refusal.ErrorCode), "400 SCM.0010")
	fmt.Println("its request id:", refusal.RequestId)
	if !regexp.MustCompile("^[0-9a-f]{32}$").MatchString(refusal.RequestId) {
		fail("that is no request id")
	}
}

func expect(what string, got string, wanted string) {
	if got != wanted {
		fail(fmt.Sprintf("%s: got %q, expected %q", what, got, wanted))
	}
	fmt.Printf("%s: %s\n", what, got)
}

func must(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}
