package hpa

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	v2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/pkg/apis/autoscaling"
	defaulting "k8s.io/kubernetes/pkg/apis/autoscaling/v2"
	"k8s.io/kubernetes/pkg/apis/autoscaling/validation"
)

var manifests = flag.String("manifests", "", "folder that tools/kubernetes/manifests.py has filled")

// TestAccept hands our autoscalers to the decoder, the defaults and the validation of the API server.
func TestAccept(t *testing.T) {
	scheme := runtime.NewScheme()
	if err := autoscaling.AddToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	if err := defaulting.AddToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, line := range lines(t, "hpa.jsonl") {
		var given v2.HorizontalPodAutoscaler
		strict := json.NewDecoder(bytes.NewReader(line))
		strict.DisallowUnknownFields()
		if err := strict.Decode(&given); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		defaulted := given.DeepCopy()
		scheme.Default(defaulted)
		sameRules(t, given.Spec.Behavior, defaulted.Spec.Behavior)
		var internal autoscaling.HorizontalPodAutoscaler
		if err := scheme.Convert(defaulted, &internal, nil); err != nil {
			t.Fatal(err)
		}
		options := validation.HorizontalPodAutoscalerSpecValidationOptions{MinReplicasLowerBound: 1}
		if found := validation.ValidateHorizontalPodAutoscaler(&internal, options); len(found) > 0 {
			t.Errorf("%v: %s", found, line)
		}
		count++
	}
	t.Logf("Kubernetes %s accepts %d autoscalers and adds nothing to their rules", version(t), count)
}

// sameRules fails when the API server would change a direction that was given, or add a behavior where there is none.
func sameRules(t *testing.T, given, defaulted *v2.HorizontalPodAutoscalerBehavior) {
	if given == nil {
		if defaulted != nil {
			t.Errorf("a behavior was added")
		}
		return
	}
	if given.ScaleUp != nil && !reflect.DeepEqual(given.ScaleUp, defaulted.ScaleUp) {
		t.Errorf("scaleUp became %v", defaulted.ScaleUp)
	}
	if given.ScaleDown != nil && !reflect.DeepEqual(given.ScaleDown, defaulted.ScaleDown) {
		t.Errorf("scaleDown became %v", defaulted.ScaleDown)
	}
}

// lines returns the lines of a file of manifests, or skips the test where there is none.
func lines(t *testing.T, name string) [][]byte {
	if *manifests == "" {
		t.Skip("no -manifests; fill a folder with tools/kubernetes/manifests.py and name it")
	}
	file, err := os.Open(filepath.Join(*manifests, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var found [][]byte
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		found = append(found, bytes.Clone(scanner.Bytes()))
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}
