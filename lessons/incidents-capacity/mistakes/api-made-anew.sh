aws ecs register-task-definition --family api \
    --container-definitions 'name=api,image=public.ecr.aws/docker/library/nginx:1.28,cpu=256,memory=500'
aws ecs delete-service --cluster lab --service api --force
aws ecs wait services-inactive --cluster lab --services api
aws ecs create-service --cluster lab --service-name api --launch-type EC2 --task-definition api --desired-count 4
