// Package hpa asks Kubernetes' own horizontal pod autoscaler what it decides, and writes its answers as test data.
//
//	go test -count=1 . -args -out ../../tests/planner/autoscalers/hpa_cases.jsonl.gz
//
// It is a test, and not a program, because testing/synctest gives it a clock that it can move.
package hpa

import (
	"compress/gzip"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"testing"
)

const calculations, trajectories, steps = 2000, 250, 40

var out = flag.String("out", "", "file to write")

// TestGenerate writes a line that says what answered, one for each calculation, and one for each trajectory.
func TestGenerate(t *testing.T) {
	if *out == "" {
		t.Skip("no -out; name the file to write")
	}
	file, err := os.Create(*out)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := gzip.NewWriterLevel(file, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	lines := json.NewEncoder(packed)
	write(t, lines, map[string]string{"go": runtime.Version(), "kubernetes": version(t)})
	random := rand.New(rand.NewPCG(1, 2))
	for range calculations {
		write(t, lines, calculate(random))
	}
	for range trajectories {
		write(t, lines, follow(t, random))
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, lines *json.Encoder, line any) {
	if err := lines.Encode(line); err != nil {
		t.Fatal(err)
	}
}

// version returns which Kubernetes go.mod requires.
func version(t *testing.T) string {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`k8s.io/kubernetes (v\S+)`).FindSubmatch(text)
	if found == nil {
		t.Fatal("go.mod: k8s.io/kubernetes is missing")
	}
	return string(found[1])
}
