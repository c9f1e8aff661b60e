package hpa

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
)

const quartersOfAWeek = 7 * 24 * 4

type week struct {
	Triggers []map[string]string
	Windows  [][3]float64
}

// TestHold asks, every quarter of an hour of a week, how many pods the triggers hold, by the rule of KEDA 2.21.0 (its
// cron scaler: inside is where the next end comes before the next start) and with the cron library that KEDA uses.
func TestHold(t *testing.T) {
	monday := time.Date(2026, 1, 5, 0, 0, 1, 0, time.UTC)
	moments := 0
	for _, line := range lines(t, "keda.jsonl") {
		var given week
		if err := json.Unmarshal(line, &given); err != nil {
			t.Fatal(err)
		}
		for quarter := range quartersOfAWeek {
			now := monday.Add(time.Duration(quarter) * 15 * time.Minute)
			wanted := simulated(given.Windows, now.Sub(monday).Seconds()+1)
			if found := held(t, given.Triggers, now); found != wanted {
				t.Fatalf("%v: %d instead of %d: %s", now, found, wanted, line)
			}
			moments++
		}
	}
	t.Logf("the triggers hold what is simulated at %d moments", moments)
}

// simulated returns the pods of the windows, some seconds after Monday, midnight.
func simulated(windows [][3]float64, seconds float64) int {
	best := 0
	for _, each := range windows {
		start, end, pods := each[0], each[1], int(each[2])
		inside := start <= seconds && seconds < end
		if start > end {
			inside = seconds >= start || seconds < end
		}
		if inside {
			best = max(best, pods)
		}
	}
	return best
}

// held returns the pods of the triggers, of which KEDA's autoscaler takes the most.
func held(t *testing.T, triggers []map[string]string, now time.Time) int {
	best := 0
	for _, each := range triggers {
		pods, err := strconv.Atoi(each["desiredReplicas"])
		if err != nil {
			t.Fatal(err)
		}
		if !next(t, each["start"], now).Before(next(t, each["end"], now)) {
			best = max(best, pods)
		}
	}
	return best
}

// next returns when five cron fields fire after now.
func next(t *testing.T, fields string, now time.Time) time.Time {
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	schedule, err := parser.Parse(fields)
	if err != nil {
		t.Fatal(err)
	}
	return schedule.Next(now)
}
