package hpa

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

	autoscaling "k8s.io/api/autoscaling/v2"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
)

//go:linkname withBehaviors k8s.io/kubernetes/pkg/controller/podautoscaler.(*HorizontalController).normalizeDesiredReplicasWithBehaviors
func withBehaviors(*podautoscaler.HorizontalController, *autoscaling.HorizontalPodAutoscaler, string, int32, int32, int32) int32

//go:linkname withoutBehaviors k8s.io/kubernetes/pkg/controller/podautoscaler.(*HorizontalController).normalizeDesiredReplicas
func withoutBehaviors(*podautoscaler.HorizontalController, *autoscaling.HorizontalPodAutoscaler, string, int32, int32, int32) int32

//go:linkname storeScaleEvent k8s.io/kubernetes/pkg/controller/podautoscaler.(*HorizontalController).storeScaleEvent
func storeScaleEvent(*podautoscaler.HorizontalController, *autoscaling.HorizontalPodAutoscalerBehavior, string, int32, int32)

//go:linkname recordInitial k8s.io/kubernetes/pkg/controller/podautoscaler.(*HorizontalController).recordInitialRecommendation
func recordInitial(*podautoscaler.HorizontalController, int32, string)

// Rules are the words of a behavior in one direction; none of them for the controller's own.
type Rules struct {
	Window   int32
	Select   string
	Policies [][3]any
}

// Trajectory is what the controller makes of one recommendation after the other, every 15 seconds.
type Trajectory struct {
	Up, Down        *Rules
	Least, Most     int32
	First           int32
	Wanted, Decided []int32
}

// follow draws behaviors and recommendations, and lets the real controller normalise them.
func follow(t *testing.T, random *rand.Rand) (made Trajectory) {
	least := int32(1 + random.IntN(3))
	made = Trajectory{Least: least, Most: least + int32(random.IntN(60)), First: least}
	scaler := &autoscaling.HorizontalPodAutoscaler{}
	scaler.Spec.MaxReplicas = made.Most
	if random.IntN(4) > 0 {
		made.Up, made.Down = rules(random), rules(random)
		scaler.Spec.Behavior = &autoscaling.HorizontalPodAutoscalerBehavior{ScaleUp: made.Up.words(), ScaleDown: made.Down.words()}
	}
	synctest.Test(t, func(*testing.T) {
		controller, current, level := controller(), made.First, float64(made.First)
		recordInitial(controller, current, "one")
		for range steps {
			level = max(0, level+random.NormFloat64()*4)
			if random.IntN(12) == 0 {
				level = random.Float64() * float64(made.Most) * 1.5
			}
			time.Sleep(15 * time.Second)
			wanted := int32(level)
			var decided int32
			if scaler.Spec.Behavior == nil {
				decided = withoutBehaviors(controller, scaler, "one", current, wanted, made.Least)
			} else {
				decided = withBehaviors(controller, scaler, "one", current, wanted, made.Least)
			}
			if decided != current {
				storeScaleEvent(controller, scaler.Spec.Behavior, "one", current, decided)
			}
			made.Wanted, made.Decided, current = append(made.Wanted, wanted), append(made.Decided, decided), decided
		}
	})
	return made
}

// controller returns a controller with nothing but its memory and its window of 5 minutes.
func controller() *podautoscaler.HorizontalController {
	made := &podautoscaler.HorizontalController{}
	fields := reflect.ValueOf(made).Elem()
	for _, name := range []string{"recommendations", "scaleUpEvents", "scaleDownEvents"} {
		field := fields.FieldByName(name)
		open(field).Set(reflect.MakeMap(field.Type()))
	}
	open(fields.FieldByName("downscaleStabilisationWindow")).SetInt(int64(5 * time.Minute))
	return made
}

// open returns a field that may be written although its name begins with a small letter.
func open(field reflect.Value) reflect.Value {
	return reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()
}

func rules(random *rand.Rand) *Rules {
	made := &Rules{
		Window: []int32{0, 0, 30, 60, 300}[random.IntN(5)],
		Select: []string{"Max", "Max", "Min", "Disabled"}[random.IntN(4)],
	}
	for range 1 + random.IntN(2) {
		kind, value := "Pods", int32(1+random.IntN(6))
		if random.IntN(2) == 0 {
			kind, value = "Percent", []int32{10, 25, 50, 100}[random.IntN(4)]
		}
		made.Policies = append(made.Policies, [3]any{kind, value, []int32{15, 30, 60, 120}[random.IntN(4)]})
	}
	return made
}

func (r *Rules) words() *autoscaling.HPAScalingRules {
	choice := autoscaling.ScalingPolicySelect(r.Select)
	made := &autoscaling.HPAScalingRules{StabilizationWindowSeconds: &r.Window, SelectPolicy: &choice}
	for _, each := range r.Policies {
		made.Policies = append(made.Policies, autoscaling.HPAScalingPolicy{
			Type: autoscaling.HPAScalingPolicyType(each[0].(string)), Value: each[1].(int32), PeriodSeconds: each[2].(int32),
		})
	}
	return made
}
