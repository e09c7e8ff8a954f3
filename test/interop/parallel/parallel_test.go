package example

import (
	"fmt"
	"sync"
	"testing"

	"example/scmemulator"
)

// Fifty tests at once on one server: none meets another.
func TestParallel(t *testing.T) {
	var together sync.WaitGroup
	together.Add(50)
	for number := range 50 {
		t.Run(fmt.Sprint(number), func(t *testing.T) {
			t.Parallel()
			together.Done()
			together.Wait()
			alone(t, number)
		})
	}
}

func alone(t *testing.T, number int) {
	world := scmemulator.NewWorld(t, doc{"certificates": []doc{{"status": "ISSUED"}}})
	id, throttled, reason := world.Certificates[0].ID, number%2, fmt.Sprint("reason ", number)
	account := Account{world.URL, world.ProjectID, world.AccessKey.AK, world.AccessKey.SK}
	if throttled == 1 {
		if _, err := world.Faults.Add(doc{"operation": "RevokeCertificate", "times": 1, "error": "APIGW.0308"}); err != nil {
			t.Fatal(err)
		}
		if err := account.Revoke(id, "too soon"); err == nil {
			t.Fatal("it was not throttled")
		}
	}
	if err := account.Revoke(id, reason); err != nil {
		t.Fatal(err)
	}
	if _, err := world.Clock.Advance(fmt.Sprint(number+1, "d")); err != nil {
		t.Fatal(err)
	}
	found, err := world.ListCertificates()
	if err != nil || len(found) != 1 || found[0]["status"] != "REVOKED" || found[0]["revoke_reason"] != reason {
		t.Error(found, err)
	}
	if err := world.Verify(doc{"operation": "RevokeCertificate", "times": 1 + throttled}); err != nil {
		t.Error(err)
	}
}
