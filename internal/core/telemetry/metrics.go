package telemetry

import (
	"net/http"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics answers in Prometheus's text form: the process, the Go runtime and the database pool.
func Metrics(pool *pgxpool.Pool) http.Handler {
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
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}
