// Package scmemulator gives tests worlds of a scm-emulator, with the standard library only.
//
//	world := scmemulator.NewWorld(t, scmemulator.Document{"certificates": []any{scmemulator.Document{}}})
//	// The code under test revokes world.Certificates[0].ID at world.URL, with world.AccessKey or world.Token.
//	_, err := world.Clock.Advance("1h")
//	err = world.Verify(scmemulator.Document{"operation": "RevokeCertificate", "status": 200, "times": 1})
package scmemulator

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const Version = "0.1.0" // of the scm-emulator that this client belongs to

type Document = map[string]any // a JSON object of the control API, as /docs of a server that runs describes it

// ControlError is a control call that was refused; its message is the server's and says what to do.
type ControlError struct {
	Status        int
	Code, Message string
}

func (e *ControlError) Error() string { return e.Message }

// VerificationError says that a world's requests are not as expected; Verdict has the nearest one, if there is any.
type VerificationError struct{ Verdict Document }

func (e *VerificationError) Error() string { return fmt.Sprint(e.Verdict["message"]) }

var shared = sync.OnceValues(Start)

// NewWorld makes a world on the server that all tests of this process share, and drops it when the test has ended.
func NewWorld(t testing.TB, document Document) (world *World) {
	t.Helper()
	emulator, err := shared()
	if err == nil {
		world, err = emulator.CreateWorld(document)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = world.Delete() })
	return world
}

// Emulator is a server and its worlds.
type Emulator struct {
	URL string
	end func() error
	part
}

// Connect finds a server that runs; "" is SCM_EMULATOR_ENDPOINT, or http://127.0.0.1:4640 where that is not set.
func Connect(address string) (*Emulator, error) {
	address = strings.TrimRight(cmp.Or(address, os.Getenv("SCM_EMULATOR_ENDPOINT"), "http://127.0.0.1:4640"), "/")
	e := &Emulator{address, func() error { return nil }, part(address + "/_emulator")}
	health, err := e.get("/health")
	if version := health["version"]; err == nil && version != Version {
		const text = "this client is of scm-emulator %s, the server is %v: take its own from %s/_emulator/clients/go"
		err = fmt.Errorf(text, Version, version, address)
	}
	return e, err
}

// Start connects to the server at SCM_EMULATOR_ENDPOINT. Where that is not set, it starts one with the command in
// SCM_EMULATOR_COMMAND, or scm-emulator; that ends with this process at the latest.
func Start() (*Emulator, error) {
	if os.Getenv("SCM_EMULATOR_ENDPOINT") != "" {
		return Connect("")
	}
	line := strings.Fields(cmp.Or(os.Getenv("SCM_EMULATOR_COMMAND"), "scm-emulator"))
	line = append(line, "--port=0", "--in-memory", "--fixtures=none", "--stop-on-eof")
	command := exec.Command(line[0], line[1:]...)
	command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "SCM_EMULATOR_") })
	input, _ := command.StdinPipe()
	output, _ := command.StdoutPipe()
	command.Stderr = command.Stdout
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("%s cannot be started (%w): install it, or set SCM_EMULATOR_ENDPOINT", line[0], err)
	}
	defer time.AfterFunc(60*time.Second, func() { _ = command.Process.Kill() }).Stop()
	said := "it said nothing"
	for lines := bufio.NewScanner(output); lines.Scan(); said = lines.Text() {
		if _, at, found := strings.Cut(lines.Text(), "listening at "); found {
			// What it goes on to say is read, so that the pipe never fills up; the other is closed last.
			go func() { _, _ = io.Copy(io.Discard, output); _ = input.Close() }()
			e, err := Connect(strings.Trim(at, `"}`))
			e.end = func() error { return cmp.Or(input.Close(), command.Wait()) }
			return e, err
		}
	}
	return nil, fmt.Errorf("%s did not start: %s", line[0], said)
}

// CreateWorld makes a world. World is one that is there, without what only its making shows, such as its token.
func (e *Emulator) CreateWorld(document Document) (*World, error) {
	world := &World{}
	err := e.send("POST", "/worlds", document, world)
	return e.bind(world), err
}

func (e *Emulator) bind(world *World) *World {
	world.URL, world.part = e.URL, e.part+part("/worlds/"+url.PathEscape(world.ProjectID))
	world.Clock, world.Faults = Clock{world.part}, Faults{world.part}
	return world
}

func (e *Emulator) World(projectID string) *World { return e.bind(&World{ProjectID: projectID}) }
func (e *Emulator) Worlds() ([]Document, error)   { return e.list("/worlds") }
func (e *Emulator) Coverage() (Document, error)   { return e.get("/coverage") }
func (e *Emulator) Close() error                  { return e.end() } // ends the server where Start has started it

// World is an account with one project.
type World struct {
	URL          string `json:"-"`
	ProjectID    string `json:"project_id"`
	Name, Token  string
	AccessKey    struct{ AK, SK string } `json:"access_key"`
	Users        []Document
	Certificates []struct{ ID, Status string }
	Clock        Clock  `json:"-"`
	Faults       Faults `json:"-"`
	part
}

func (w *World) Settings() (Document, error)                 { return w.get("") }
func (w *World) Update(change Document) (Document, error)    { return w.ask("PATCH", "", change) }
func (w *World) Reset() (Document, error)                    { return w.ask("POST", "/reset", nil) }
func (w *World) Delete() error                               { return w.drop("") }
func (w *World) Snapshot() (Document, error)                 { return w.get("/snapshot") }
func (w *World) Restore(snapshot Document) error             { return w.send("PUT", "/snapshot", snapshot, nil) }
func (w *World) CreateToken(user Document) (Document, error) { return w.post("/tokens", user) }
func (w *World) Explain(request Document) (Document, error)  { return w.post("/explain", request) }
func (w *World) Coverage() (Document, error)                 { return w.get("/coverage") }
func (w *World) Findings() ([]Document, error)               { return w.list("/findings") }
func (w *World) ForgetRequests() error                       { return w.drop("/requests") }
func (w *World) Har() (Document, error)                      { return w.get("/requests?format=har") }
func (w *World) Events(after int) ([]Document, error) {
	return w.list(fmt.Sprint("/events?after=", after))
}

// Place places a certificate in any status; Change changes its fields; Review decides in the CA's place.
func (w *World) Place(fields Document) (Document, error)         { return w.post("/certificates", fields) }
func (w *World) Certificate(id string) (Document, error)         { return w.get(one(id)) }
func (w *World) ListCertificates() ([]Document, error)           { return w.list("/certificates") }
func (w *World) Change(id string, to Document) (Document, error) { return w.ask("PATCH", one(id), to) }
func (w *World) Remove(id string) error                          { return w.drop(one(id)) }
func (w *World) Review(id, decision string) (Document, error) {
	return w.post(one(id)+"/review", Document{"decision": decision})
}

// Requests is the journal, oldest first: the entries whose fields equal all that are given.
func (w *World) Requests(filter Document) ([]Document, error) {
	query := url.Values{}
	for field, value := range filter {
		query.Set(field, strings.Replace(fmt.Sprint(value), "<nil>", "null", 1))
	}
	return w.list("/requests?" + query.Encode())
}

// Verify asserts on the journal: there is such a request, or as many as times and others say.
func (w *World) Verify(expectation Document) error {
	verdict, err := w.post("/requests/verify", expectation)
	if err == nil && verdict["verified"] != true {
		err = &VerificationError{verdict}
	}
	return err
}

type Clock struct{ part } // a world's own; Advance moves it forward by a duration such as 31d

func (c Clock) Read() (Document, error)               { return c.get("/clock") }
func (c Clock) Set(change Document) (Document, error) { return c.ask("PUT", "/clock", change) }
func (c Clock) Freeze() (Document, error)             { return c.Set(Document{"frozen": true}) }
func (c Clock) Run() (Document, error)                { return c.Set(Document{"frozen": false}) }
func (c Clock) Advance(by string) (Document, error) {
	return c.post("/clock/advance", Document{"by": by})
}

type Faults struct{ part } // what goes wrong in a world because a test has ordered it

func (f Faults) Add(fault Document) (Document, error)         { return f.post("/faults", fault) }
func (f Faults) List() ([]Document, error)                    { return f.list("/faults") }
func (f Faults) Remove(id any) error                          { return f.drop(fault(id)) }
func (f Faults) RemoveAll() error                             { return f.drop("/faults") }
func (f Faults) Change(id any, to Document) (Document, error) { return f.ask("PATCH", fault(id), to) }

type part string // an address, and what is under it
// Without the environment's proxy: a server for tests is near.
var client = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 100}}

func fault(id any) string                                     { return fmt.Sprint("/faults/", id) }
func one(certificate string) string                           { return "/certificates/" + url.PathEscape(certificate) }
func (p part) get(path string) (Document, error)              { return p.ask("GET", path, nil) }
func (p part) post(path string, d Document) (Document, error) { return p.ask("POST", path, d) }
func (p part) drop(path string) error                         { return p.send("DELETE", path, nil, nil) }

func (p part) ask(method, path string, document Document) (answer Document, err error) {
	err = p.send(method, path, document, &answer)
	return answer, err
}

func (p part) list(path string) (documents []Document, err error) {
	var answer map[string]json.RawMessage
	field, _, _ := strings.Cut(path[1:], "?")
	if err = p.send("GET", path, nil, &answer); err == nil {
		err = json.Unmarshal(answer[field], &documents)
	}
	return documents, err
}

func (p part) send(method, path string, document Document, answer any) (err error) {
	var body bytes.Buffer
	if document != nil {
		err = json.NewEncoder(&body).Encode(document)
	}
	request, unfit := http.NewRequest(method, string(p)+path, &body)
	if err = cmp.Or(err, unfit); err != nil {
		return err
	}
	request.Header.Set("content-type", "application/json")
	request.Header.Set("x-emulator-key", os.Getenv("SCM_EMULATOR_ADMIN_KEY"))
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("no scm-emulator answers: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		refusal := &ControlError{Status: response.StatusCode, Message: response.Status}
		answer, err = &struct{ Error *ControlError }{refusal}, refusal
	}
	if response.StatusCode != http.StatusNoContent && json.NewDecoder(response.Body).Decode(answer) != nil {
		return fmt.Errorf("what answers at %s is no scm-emulator: %s", p, response.Status)
	}
	return err
}
