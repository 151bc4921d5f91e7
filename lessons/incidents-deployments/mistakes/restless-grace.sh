aws ecs update-service --cluster lab --service shop --health-check-grace-period-seconds 3600
