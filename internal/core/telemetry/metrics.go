package telemetry

import (
	"net/http"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the process's figures: the Go runtime, the database pool and the HTTP answers. It answers in Prometheus's
// text form.
type Metrics struct {
	http.Handler
	answers *prometheus.HistogramVec
}

// answerBuckets are seconds: from a lookup by id to a wait for a reading.
var answerBuckets = []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}

// NewMetrics counts from now on.
func NewMetrics(pool *pgxpool.Pool) *Metrics {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	gauge := func(name, help string, value func(*pgxpool.Stat) float64) {
		registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "docket", Subsystem: "db_pool", Name: name, Help: help},
			func() float64 { return value(pool.Stat()) }))
	}
	gauge("connections", "Connections that are open.", func(s *pgxpool.Stat) float64 { return float64(s.TotalConns()) })
	gauge("connections_in_use", "Connections that work.", func(s *pgxpool.Stat) float64 { return float64(s.AcquiredConns()) })
	gauge("connections_max", "Connections at most.", func(s *pgxpool.Stat) float64 { return float64(s.MaxConns()) })
	gauge("waits_total", "Times a connection had to be waited for.", func(s *pgxpool.Stat) float64 { return float64(s.EmptyAcquireCount()) })
	m := &Metrics{Handler: promhttp.HandlerFor(registry, promhttp.HandlerOpts{DisableCompression: true})}
	m.answers = prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "docket", Subsystem: "http", Name: "request_seconds",
		Help: "How long answers took.", Buckets: answerBuckets}, []string{"method", "route", "status"})
	registry.MustRegister(m.answers)
	return m
}

// Observe counts an HTTP answer. route is a path of the contract, never one with ids in it: each makes a series.
func (m *Metrics) Observe(method, route string, status int, took time.Duration) {
	if route == "" {
		route, method = "none", "any" // what a caller makes up must not make series
	}
	m.answers.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}
