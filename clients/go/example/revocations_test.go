package example

import (
	"testing"

	"example/scmemulator"
)

type doc = scmemulator.Document

func TestRevokes(t *testing.T) {
	world := scmemulator.NewWorld(t, doc{"certificates": []doc{{"status": "ISSUED"}}})
	id := world.Certificates[0].ID
	account := Account{world.URL, world.ProjectID, world.AccessKey.AK, world.AccessKey.SK}
	if err := account.Revoke(id, "key lost"); err != nil {
		t.Fatal(err)
	}
	if _, err := world.Clock.Advance("1h"); err != nil {
		t.Fatal(err)
	}
	if certificate, err := world.Certificate(id); err != nil || certificate["status"] != "REVOKED" {
		t.Error(certificate["status"], err)
	}
	if err := world.Verify(doc{"operation": "RevokeCertificate", "status": 200, "times": 1}); err != nil {
		t.Error(err)
	}
}
