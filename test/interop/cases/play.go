// Plays the cases through the client for Go, beside the files of its project. See cases.ts.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"example"
	"example/scmemulator"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
)

type doc = scmemulator.Document

type step struct {
	Call string
	With []any
	As   string
}

var emulator *scmemulator.Emulator

// What a step is given, with what earlier steps gave in place of "$name.field".
func resolve(value any, saved any) any {
	switch value := value.(type) {
	case []any:
		resolved := []any{}
		for _, part := range value {
			resolved = append(resolved, resolve(part, saved))
		}
		return resolved
	case doc:
		resolved := doc{}
		for field, part := range value {
			resolved[field] = resolve(part, saved)
		}
		return resolved
	case string:
		if !strings.HasPrefix(value, "$") {
			return value
		}
		for _, part := range strings.Split(value[1:], ".") {
			switch at := saved.(type) {
			case []any:
				index, _ := strconv.Atoi(part)
				saved = at[index]
			case doc:
				saved = at[part]
			}
		}
		return saved
	}
	return value
}

func call(world *scmemulator.World, name string, with []any) (any, error) {
	text := func(index int) string { return with[index].(string) }
	document := func(index int) doc { return with[index].(doc) }
	switch name {
	case "revoke":
		account := example.Account{Endpoint: world.URL, ProjectID: world.ProjectID, AK: world.AccessKey.AK, SK: world.AccessKey.SK}
		return doc{"status": 200}, account.Revoke(text(0), text(1))
	case "settings":
		return world.Settings()
	case "update":
		return world.Update(document(0))
	case "reset":
		return world.Reset()
	case "delete":
		return nil, world.Delete()
	case "place":
		return world.Place(document(0))
	case "certificate":
		return world.Certificate(text(0))
	case "listCertificates":
		return world.ListCertificates()
	case "change":
		return world.Change(text(0), document(1))
	case "remove":
		return nil, world.Remove(text(0))
	case "review":
		return world.Review(text(0), text(1))
	case "requests":
		return world.Requests(document(0))
	case "forgetRequests":
		return nil, world.ForgetRequests()
	case "har":
		return world.Har()
	case "verify":
		return nil, world.Verify(document(0))
	case "events":
		return world.Events(int(with[0].(float64)))
	case "explain":
		return world.Explain(document(0))
	case "coverage":
		return world.Coverage()
	case "findings":
		return world.Findings()
	case "createToken":
		return world.CreateToken(nil)
	case "snapshot":
		return world.Snapshot()
	case "restore":
		return nil, world.Restore(document(0))
	case "clock.read":
		return world.Clock.Read()
	case "clock.set":
		return world.Clock.Set(document(0))
	case "clock.freeze":
		return world.Clock.Freeze()
	case "clock.run":
		return world.Clock.Run()
	case "clock.advance":
		return world.Clock.Advance(text(0))
	case "faults.add":
		return world.Faults.Add(document(0))
	case "faults.list":
		return world.Faults.List()
	case "faults.change":
		return world.Faults.Change(with[0], document(1))
	case "faults.remove":
		if len(with) == 0 {
			return nil, world.Faults.RemoveAll()
		}
		return nil, world.Faults.Remove(with[0])
	case "createWorld":
		world, err := emulator.CreateWorld(document(0))
		return world.ProjectID, err
	case "settingsOf":
		return emulator.World(text(0)).Settings()
	case "worldsAt":
		other, err := scmemulator.Connect(text(0))
		if err != nil {
			return nil, err
		}
		return other.Worlds()
	case "server.coverage":
		return emulator.Coverage()
	}
	panic("there is no call " + name)
}

func play(world *scmemulator.World, step step, saved doc) doc {
	result, err := call(world, step.Call, resolve(step.With, saved).([]any))
	var refusal *scmemulator.ControlError
	var verification *scmemulator.VerificationError
	var service *sdkerr.ServiceResponseError
	switch {
	case err == nil:
		if step.As != "" {
			saved[step.As] = result
		}
		return doc{"result": result}
	case errors.As(err, &refusal):
		return doc{"fails": doc{"kind": "control", "status": refusal.Status, "code": refusal.Code, "message": err.Error()}}
	case errors.As(err, &verification):
		nearest, _ := verification.Verdict["nearest"].(doc)
		return doc{"fails": doc{"kind": "verification", "message": err.Error(), "nearest": nearest["differences"]}}
	case errors.As(err, &service):
		return doc{"fails": doc{"kind": "service", "status": service.StatusCode, "code": service.ErrorCode}}
	case step.Call == "revoke":
		return doc{"fails": doc{"kind": "lost", "message": err.Error()}}
	}
	return doc{"fails": doc{"kind": "connection", "message": err.Error()}}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	emulator = must(scmemulator.Start())
	if os.Getenv("INTEROP_CASES") == "" {
		fmt.Println("waiting:", os.Getpid(), emulator.URL)
		time.Sleep(time.Hour)
	}
	var cases []struct {
		World doc
		Steps []step
	}
	if err := json.Unmarshal(must(os.ReadFile(os.Getenv("INTEROP_CASES"))), &cases); err != nil {
		panic(err)
	}
	results := [][]doc{}
	for _, one := range cases {
		world := must(emulator.CreateWorld(one.World))
		saved := doc{}
		if err := json.Unmarshal([]byte(os.Getenv("INTEROP_GIVEN")), &saved); err != nil {
			panic(err)
		}
		certificates := []any{}
		for _, certificate := range world.Certificates {
			certificates = append(certificates, doc{"id": certificate.ID})
		}
		saved["world"] = doc{"certificates": certificates}
		played := []doc{}
		for _, step := range one.Steps {
			played = append(played, play(world, step, saved))
		}
		results = append(results, played)
	}
	if err := os.WriteFile(os.Getenv("INTEROP_RESULTS"), must(json.Marshal(results)), 0o600); err != nil {
		panic(err)
	}
}
