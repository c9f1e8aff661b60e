package hpa

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
	"unsafe"

	autoscaling "k8s.io/api/autoscaling/v2"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"
)

// Calculation is one question to the replica calculator, and its answer; -1 where it refuses to answer.
type Calculation struct {
	Kind                            string
	Current                         int32
	Target, Request, Total          int64
	Ready, Unready, Missing, Exempt int
	Down, Up                        float64
	Answer                          int32
}

// given is a metrics client that answers with what it was given.
type given struct {
	pods  metrics.PodMetricsInfo
	total int64
}

func (g given) GetResourceMetric(context.Context, v1.ResourceName, string, labels.Selector, string) (metrics.PodMetricsInfo, time.Time, error) {
	return g.pods, time.Now(), nil
}

func (g given) GetRawMetric(string, string, labels.Selector, labels.Selector) (metrics.PodMetricsInfo, time.Time, error) {
	return g.pods, time.Now(), nil
}

func (g given) GetObjectMetric(string, string, *autoscaling.CrossVersionObjectReference, labels.Selector) (int64, time.Time, error) {
	return g.total, time.Now(), nil
}

func (g given) GetExternalMetric(string, string, labels.Selector) ([]int64, time.Time, error) {
	return []int64{g.total}, time.Now(), nil
}

// calculate draws a question and lets the real calculator answer it.
func calculate(random *rand.Rand) Calculation {
	asked := Calculation{
		Kind:    []string{"pods", "pods", "resource", "resource", "external", "external-per-pod"}[random.IntN(6)],
		Target:  []int64{1, 50, 70, 100, 150, 4000, 100000}[random.IntN(7)],
		Request: []int64{100, 250, 1000, 4000}[random.IntN(4)],
		Ready:   random.IntN(12), Unready: rare(random, 4), Missing: rare(random, 4), Exempt: rare(random, 3),
		Down: tolerance(random), Up: tolerance(random),
	}
	pods := asked.Ready + asked.Unready + asked.Missing
	asked.Current = int32(max(1, pods+random.IntN(3)-1))
	level := float64(asked.Target)
	if asked.Kind == "resource" {
		level *= float64(asked.Request) / 100
	}
	level *= []float64{0, 0.3, 0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.15, 1.4, 3}[random.IntN(11)]
	client := given{metrics.PodMetricsInfo{}, int64(level * float64(asked.Current) * (0.9 + 0.2*random.Float64()))}
	index := cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	for place := range pods + asked.Exempt {
		one := pod(place, asked)
		if place < asked.Ready {
			value := int64(level * (0.9 + 0.2*random.Float64()))
			client.pods[one.Name] = metrics.PodMetric{Timestamp: time.Now(), Window: time.Minute, Value: value}
			asked.Total += value
		}
		if err := index.Add(one); err != nil {
			panic(err)
		}
	}
	if asked.Kind[0] == 'e' {
		asked.Total = client.total
	}
	asked.Answer = answer(podautoscaler.NewReplicaCalculator(client, corelisters.NewPodLister(index), 0, 0), asked)
	return asked
}

func answer(calculator *podautoscaler.ReplicaCalculator, asked Calculation) (count int32) {
	var err error
	every, allowed := labels.Everything(), tolerances(asked.Down, asked.Up)
	switch asked.Kind {
	case "pods":
		count, _, _, err = calculator.GetMetricReplicas(asked.Current, asked.Target, "load", allowed, "default", every, every)
	case "resource":
		count, _, _, _, err = calculator.GetResourceReplicas(context.Background(), asked.Current, int32(asked.Target), v1.ResourceMemory, allowed, "default", every, "")
	case "external":
		count, _, _, err = calculator.GetExternalMetricReplicas(asked.Current, asked.Target, "load", allowed, "default", nil, every)
	default:
		count, _, _, err = calculator.GetExternalPerPodMetricReplicas(asked.Current, asked.Target, "load", allowed, "default", nil)
	}
	if err != nil {
		return -1
	}
	return count
}

// pod returns the pod at a place: ready ones first, then those not started, those without a metric, those that end.
func pod(place int, asked Calculation) *v1.Pod {
	made := &v1.Pod{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprint("pod-", place), Namespace: "default"}}
	memory := v1.ResourceList{v1.ResourceMemory: *resource.NewMilliQuantity(asked.Request, resource.DecimalSI)}
	made.Spec.Containers = []v1.Container{{Name: "server", Resources: v1.ResourceRequirements{Requests: memory}}}
	made.Status.Phase = v1.PodRunning
	made.Status.Conditions = []v1.PodCondition{{Type: v1.PodReady, Status: v1.ConditionTrue}}
	switch {
	case place < asked.Ready:
	case place < asked.Ready+asked.Unready:
		made.Status.Phase = v1.PodPending
		made.Status.Conditions = nil
	case place < asked.Ready+asked.Unready+asked.Missing:
	default:
		made.DeletionTimestamp = &metav1.Time{Time: time.Now()}
		made.Status.Conditions = nil
	}
	return made
}

// tolerances fills a struct whose fields only the controller itself may name.
func tolerances(down, up float64) (made podautoscaler.Tolerances) {
	*(*[2]float64)(unsafe.Pointer(&made)) = [2]float64{down, up}
	return made
}

func tolerance(random *rand.Rand) float64 {
	return []float64{0, 0.05, 0.1, 0.1, 0.1, 0.2}[random.IntN(6)]
}

func rare(random *rand.Rand, most int) int { return max(0, random.IntN(2*most)-most) }
